package org.atelier.gan.models;

import java.util.List;
import org.atelier.data.batch.ConditionedImages;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.gan.acgan.AcGan;
import org.atelier.gan.acgan.AcGanOptions;
import org.atelier.gan.cgan.Cgan;
import org.atelier.gan.cgan.CganOptions;
import org.atelier.gan.cgan.ConditionalDcgan;
import org.atelier.gan.cgan.ConditionalDcganOptions;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.gan.lsgan.Lsgan;
import org.atelier.gan.lsgan.LsganOptions;
import org.atelier.gan.projection.ProjectionGan;
import org.atelier.gan.projection.ProjectionGanOptions;
import org.atelier.gan.semi.SemiSupervisedBatch;
import org.atelier.gan.semi.SemiSupervisedGan;
import org.atelier.gan.semi.SemiSupervisedGanOptions;
import org.atelier.gan.sngan.SnGan;
import org.atelier.gan.sngan.SnGanOptions;
import org.atelier.gan.vanilla.VanillaGan;
import org.atelier.gan.vanilla.VanillaGanOptions;
import org.atelier.gan.wgan.Wgan;
import org.atelier.gan.wgan.WganOptions;
import org.atelier.gan.wgangp.WganGp;
import org.atelier.gan.wgangp.WganGpOptions;
import org.atelier.model.ModelProvider;
import org.atelier.model.ModelType;
import org.atelier.model.condition.ClassLabels;

/** Offers the GANs of this module to the commands. */
public final class GanModels implements ModelProvider {
  /** For {@link java.util.ServiceLoader}. */
  public GanModels() {}

  @Override
  public List<ModelType<?, ?>> models() {
    return List.of(
        new ModelType<>(
            "gan",
            "original GAN, multilayer perceptrons (arXiv:1406.2661)",
            Images.class,
            VanillaGan.class,
            VanillaGanOptions.class,
            (pictures, classes) -> VanillaGanOptions.defaults().withPicture(pictures),
            VanillaGan::new),
        new ModelType<>(
            "dcgan",
            "deep convolutional GAN (arXiv:1511.06434)",
            Images.class,
            Dcgan.class,
            DcganOptions.class,
            (pictures, classes) -> DcganOptions.defaults().withPicture(pictures),
            Dcgan::new),
        new ModelType<>(
            "lsgan",
            "GAN with least-squares loss (arXiv:1611.04076)",
            Images.class,
            Lsgan.class,
            LsganOptions.class,
            (pictures, classes) -> LsganOptions.defaults().withPicture(pictures),
            Lsgan::new),
        new ModelType<>(
            "wgan",
            "Wasserstein GAN, weight clipping (arXiv:1701.07875)",
            Images.class,
            Wgan.class,
            WganOptions.class,
            (pictures, classes) -> WganOptions.defaults().withPicture(pictures),
            Wgan::new),
        new ModelType<>(
            "wgan-gp",
            "Wasserstein GAN, gradient penalty (arXiv:1704.00028)",
            Images.class,
            WganGp.class,
            WganGpOptions.class,
            (pictures, classes) -> WganGpOptions.defaults().withPicture(pictures),
            WganGp::new),
        new ModelType<>(
            "sngan",
            "residual GAN, spectral norm, hinge loss (arXiv:1802.05957)",
            Images.class,
            SnGan.class,
            SnGanOptions.class,
            (pictures, classes) -> SnGanOptions.defaults().withPicture(pictures),
            SnGan::new),
        new ModelType<>(
            "cgan",
            "class-conditional GAN, multilayer perceptrons (arXiv:1411.1784)",
            LabelledImages.class,
            Cgan.class,
            CganOptions.class,
            (pictures, classes) ->
                CganOptions.defaults().withPicture(pictures).withClasses(classes),
            Cgan::new),
        new ModelType<>(
            "acgan",
            "class-conditional GAN, auxiliary classifier (arXiv:1610.09585)",
            LabelledImages.class,
            AcGan.class,
            AcGanOptions.class,
            (pictures, classes) ->
                AcGanOptions.defaults().withPicture(pictures).withClasses(classes),
            AcGan::new),
        new ModelType<>(
            "projection",
            "class-conditional GAN, projection discriminator (arXiv:1802.05637)",
            LabelledImages.class,
            ProjectionGan.class,
            ProjectionGanOptions.class,
            (pictures, classes) ->
                ProjectionGanOptions.defaults().withPicture(pictures).withClasses(classes),
            ProjectionGan::new),
        new ModelType<>(
            "sgan",
            "semi-supervised GAN, classifier from few labels (arXiv:1606.03498)",
            SemiSupervisedBatch.class,
            SemiSupervisedGan.class,
            SemiSupervisedGanOptions.class,
            (pictures, classes) ->
                SemiSupervisedGanOptions.defaults().withPicture(pictures).withClasses(classes),
            SemiSupervisedGan::new),
        new ModelType<>(
            "cdcgan",
            "class-conditional DCGAN (arXiv:1411.1784)",
            ConditionedImages.class,
            ConditionalDcgan.class,
            ConditionalDcganOptions.class,
            (pictures, classes) ->
                ConditionalDcganOptions.defaults()
                    .withPicture(pictures)
                    .withCondition(new ClassLabels(classes)),
            ConditionalDcgan::new));
  }
}
