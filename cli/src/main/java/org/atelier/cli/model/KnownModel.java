package org.atelier.cli.model;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.run.RunSettings;
import org.atelier.gan.acgan.AcGan;
import org.atelier.gan.cgan.Cgan;
import org.atelier.gan.cgan.ConditionalDcgan;
import org.atelier.gan.cgan.ConditionalDcganOptions;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.lsgan.Lsgan;
import org.atelier.gan.projection.ProjectionGan;
import org.atelier.gan.semi.SemiSupervisedGan;
import org.atelier.gan.sngan.SnGan;
import org.atelier.gan.vanilla.VanillaGan;
import org.atelier.gan.wgan.Wgan;
import org.atelier.gan.wgangp.WganGp;
import org.atelier.model.ClassLabels;
import org.atelier.model.GenerativeModel;
import org.atelier.train.Checkpoint;
import org.atelier.train.Checkpoints;
import org.atelier.translation.cyclegan.CycleGan;
import org.atelier.translation.discogan.DiscoGan;
import org.atelier.translation.pix2pix.Pix2Pix;
import org.atelier.translation.stargan.StarGan;
import org.atelier.vae.beta.BetaVae;
import org.atelier.vae.conditional.ConditionalVae;
import org.atelier.vae.iwae.Iwae;
import org.atelier.vae.vaegan.VaeGan;
import org.atelier.vae.vanilla.Vae;
import org.atelier.vae.vq.VqVae;

/**
 * A model that the commands can train and use. Checkpoints name the class of their model; it is
 * looked up here and never loaded by its name.
 *
 * @param name on the command line
 * @param description for people
 * @param type the class
 * @param named of several names of one class, whether a checkpoint goes by this one
 * @param loader how a trained one is read
 */
public record KnownModel(
    String name, String description, Class<?> type, Predicate<Checkpoint> named, Loader loader) {
  /** What {@code ./atelier train sounds} makes. */
  public static final String SOUNDS = "sounds";

  public static final List<KnownModel> ALL =
      List.of(
          new KnownModel(
              "gan",
              "the first GAN, of multilayer perceptrons (arXiv:1406.2661)",
              VanillaGan.class,
              VanillaGan::load),
          new KnownModel(
              "dcgan", "deep convolutional GAN (arXiv:1511.06434)", Dcgan.class, Dcgan::load),
          new KnownModel(
              "lsgan",
              "least squares in place of entropy (arXiv:1611.04076)",
              Lsgan.class,
              Lsgan::load),
          new KnownModel(
              "wgan",
              "Wasserstein GAN, clipped weights (arXiv:1701.07875)",
              Wgan.class,
              Wgan::load),
          new KnownModel(
              "wgan-gp",
              "Wasserstein GAN, gradient penalty (arXiv:1704.00028)",
              WganGp.class,
              WganGp::load),
          new KnownModel(
              "sngan",
              "residual networks, spectral norm, hinge loss (arXiv:1802.05957)",
              SnGan.class,
              SnGan::load),
          new KnownModel(
              "cgan", "classes, multilayer perceptrons (arXiv:1411.1784)", Cgan.class, Cgan::load),
          new KnownModel(
              "acgan",
              "classes, auxiliary classifier (arXiv:1610.09585)",
              AcGan.class,
              AcGan::load),
          new KnownModel(
              "projection",
              "classes, projection discriminator (arXiv:1802.05637)",
              ProjectionGan.class,
              ProjectionGan::load),
          new KnownModel(
              "sgan",
              "a classifier from few labels (arXiv:1606.03498)",
              SemiSupervisedGan.class,
              SemiSupervisedGan::load),
          new KnownModel(
              "cdcgan",
              "classes, convolutions (arXiv:1411.1784)",
              ConditionalDcgan.class,
              KnownModel::isToldClasses,
              ConditionalDcgan::load),
          new KnownModel(
              "place",
              "a shape where it is asked for (arXiv:1411.1784)",
              ConditionalDcgan.class,
              checkpoint -> !isToldClasses(checkpoint),
              ConditionalDcgan::load),
          new KnownModel("vae", "variational auto-encoder (arXiv:1312.6114)", Vae.class, Vae::load),
          new KnownModel(
              "beta-vae",
              "latents that mean something each (Higgins et al., 2017)",
              BetaVae.class,
              BetaVae::load),
          new KnownModel(
              "cvae",
              "variational auto-encoder that is told classes (Sohn et al., 2015)",
              ConditionalVae.class,
              ConditionalVae::load),
          new KnownModel(
              "iwae",
              "importance-weighted auto-encoder (arXiv:1509.00519)",
              Iwae.class,
              Iwae::load),
          new KnownModel(
              "vq-vae",
              "codes of a learnt book, to compress (arXiv:1711.00937)",
              VqVae.class,
              VqVae::load),
          new KnownModel(
              "vae-gan",
              "likeness as a discriminator sees it (arXiv:1512.09300)",
              VaeGan.class,
              VaeGan::load),
          new KnownModel(
              "pix2pix", "pictures in pairs (arXiv:1611.07004)", Pix2Pix.class, Pix2Pix::load),
          new KnownModel(
              "cyclegan",
              "two sets of pictures, no pairs (arXiv:1703.10593)",
              CycleGan.class,
              CycleGan::load),
          new KnownModel(
              "discogan",
              "two sets of pictures, no pairs (arXiv:1703.05192)",
              DiscoGan.class,
              checkpoint -> !isOfSounds(checkpoint),
              DiscoGan::load),
          new KnownModel(
              SOUNDS,
              "sounds and pictures, no pairs (arXiv:1703.05192)",
              DiscoGan.class,
              KnownModel::isOfSounds,
              DiscoGan::load),
          new KnownModel(
              "stargan",
              "attributes and domains, one generator (arXiv:1711.09020)",
              StarGan.class,
              StarGan::load));

  /** A model whose class has no other name. */
  private KnownModel(String name, String description, Class<?> type, Loader loader) {
    this(name, description, type, checkpoint -> true, loader);
  }

  /** The command keeps which sounds they are; other runs of DiscoGAN know nothing of any. */
  private static boolean isOfSounds(Checkpoint checkpoint) {
    RunSettings run = UsageException.unless(() -> RunSettings.around(checkpoint.folder()));
    return run != null && run.kept().containsKey(RunSettings.SOUNDS);
  }

  private static boolean isToldClasses(Checkpoint checkpoint) {
    var options = UsageException.unless(() -> checkpoint.options(ConditionalDcganOptions.class));
    return options.condition() instanceof ClassLabels;
  }

  /** Reads a trained model from a run's folder. */
  @FunctionalInterface
  interface Loader {
    GenerativeModel<?> load(Path run, Device device) throws IOException;
  }

  /** The model of a checkpoint. */
  public static KnownModel of(Checkpoint checkpoint) {
    String type = checkpoint.description().model();
    return ALL.stream()
        .filter(model -> model.type().getName().equals(type) && model.named().test(checkpoint))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "Expected a checkpoint of one of %s, but %s is one of %s; load it with that class from Java"
                        .formatted(names(), checkpoint.folder(), type)));
  }

  /**
   * The name on the command line of what a run has trained, or its class's own if it is not known.
   *
   * @throws IOException if only a checkpoint tells, and it cannot be read
   */
  public static String nameOf(Path run, String type) throws IOException {
    List<KnownModel> found =
        ALL.stream().filter(model -> model.type().getName().equals(type)).toList();
    return switch (found.size()) {
      case 0 -> type.substring(type.lastIndexOf('.') + 1);
      case 1 -> found.get(0).name();
      default -> of(Checkpoints.latest(run)).name();
    };
  }

  private static String names() {
    return ALL.stream().map(KnownModel::name).collect(Collectors.joining(", "));
  }
}
