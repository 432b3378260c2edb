package org.atelier.translation.models;

import java.util.List;
import java.util.stream.IntStream;
import org.atelier.data.attributes.AttributeImages;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.PairedImages;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.image.PictureShape;
import org.atelier.model.ModelProvider;
import org.atelier.model.ModelType;
import org.atelier.translation.Domain;
import org.atelier.translation.Domains;
import org.atelier.translation.cyclegan.CycleGan;
import org.atelier.translation.cyclegan.CycleGanOptions;
import org.atelier.translation.discogan.DiscoGan;
import org.atelier.translation.discogan.DiscoGanOptions;
import org.atelier.translation.pix2pix.Pix2Pix;
import org.atelier.translation.pix2pix.Pix2PixOptions;
import org.atelier.translation.stargan.LabelSet;
import org.atelier.translation.stargan.StarGan;
import org.atelier.translation.stargan.StarGanOptions;
import org.atelier.translation.style.adain.AdaIn;
import org.atelier.translation.style.adain.AdaInOptions;
import org.atelier.translation.style.fast.FastStyle;
import org.atelier.translation.style.fast.FastStyleOptions;

/** Offers the models of image-to-image translation to the commands. */
public final class TranslationModels implements ModelProvider {
  private static final List<ModelType<?, ?>> MODELS =
      List.of(
          new ModelType<>(
              "pix2pix",
              "paired image-to-image translation (arXiv:1611.07004)",
              PairedImages.class,
              Pix2Pix.class,
              Pix2PixOptions.class,
              (pictures, classes) ->
                  Pix2PixOptions.defaults()
                      .withImageSize(sideOf(pictures))
                      .withDomains(bothOf(pictures)),
              Pix2Pix::new),
          new ModelType<>(
              "cyclegan",
              "unpaired translation, cycle consistency (arXiv:1703.10593)",
              UnpairedImages.class,
              CycleGan.class,
              CycleGanOptions.class,
              (pictures, classes) ->
                  CycleGanOptions.defaults()
                      .withImageSize(sideOf(pictures))
                      .withDomains(bothOf(pictures)),
              CycleGan::new),
          new ModelType<>(
              "discogan",
              "unpaired translation, cross-domain relations (arXiv:1703.05192)",
              UnpairedImages.class,
              DiscoGan.class,
              DiscoGanOptions.class,
              (pictures, classes) -> DiscoGanOptions.defaults().withDomains(bothOf(pictures)),
              DiscoGan::new),
          new ModelType<>(
              "stargan",
              "multi-domain translation, one generator (arXiv:1711.09020)",
              AttributeImages.class,
              StarGan.class,
              StarGanOptions.class,
              (pictures, classes) ->
                  StarGanOptions.of(domains(classes))
                      .withImageSize(sideOf(pictures))
                      .withPicture(pictures),
              StarGan::new),
          new ModelType<>(
              "fast-style",
              "feed-forward style transfer (arXiv:1603.08155)",
              Images.class,
              FastStyle.class,
              FastStyleOptions.class,
              (pictures, classes) -> FastStyleOptions.defaults().withImageSize(sideOf(pictures)),
              FastStyle::new),
          new ModelType<>(
              "adain",
              "style transfer of any style in one pass (arXiv:1703.06868)",
              UnpairedImages.class,
              AdaIn.class,
              AdaInOptions.class,
              (pictures, classes) -> AdaInOptions.defaults().withImageSize(sideOf(pictures)),
              AdaIn::new));

  /** Creates the provider; {@link java.util.ServiceLoader} calls this. */
  public TranslationModels() {}

  @Override
  public List<ModelType<?, ?>> models() {
    return MODELS;
  }

  private static int sideOf(PictureShape pictures) {
    if (pictures.height() != pictures.width()) {
      throw new IllegalArgumentException(
          "The default options are for square pictures, but these have %s×%s pixels; build the options in Java"
              .formatted(pictures.width(), pictures.height()));
    }
    return pictures.height();
  }

  private static Domains bothOf(PictureShape pictures) {
    var domain = new Domain(pictures.channels(), pictures.height(), pictures.width());
    return new Domains(domain, domain);
  }

  private static LabelSet domains(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException(
          "StarGAN expects labelled pictures, but these have no labels");
    }
    return new LabelSet(IntStream.range(0, classes).mapToObj(Integer::toString).toList(), true);
  }
}
