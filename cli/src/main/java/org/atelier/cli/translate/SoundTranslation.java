package org.atelier.cli.translate;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.atelier.cli.command.UsageException;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.image.Pictures;
import org.atelier.model.network.Network;
import org.atelier.sound.GriffinLim;
import org.atelier.sound.LogMel;
import org.atelier.sound.LogMelOptions;
import org.atelier.sound.Sound;
import org.atelier.translation.discogan.DiscoGan;
import org.atelier.translation.discogan.DiscoGanOptions;

/**
 * A {@link DiscoGan} between sounds, as log-mel spectrograms (domain A), and pictures (domain B).
 *
 * @param model the model with both generators
 * @param logMel converts sounds to spectrograms
 * @param phases estimates phases, to convert spectrograms to sounds
 */
public record SoundTranslation(DiscoGan model, LogMel logMel, GriffinLim phases) {
  private static final int AT_ONCE = 64;

  /** The translation by a model of {@code ./atelier train sounds}. */
  public static SoundTranslation of(DiscoGan model, GriffinLim phases) {
    DiscoGanOptions options = model.options();
    if (options.domains().a().channels() != 1 || options.domains().b().channels() != 3) {
      throw new UsageException(
          "Expected a model of ./atelier train sounds, between spectrograms of 1 channel and pictures of 3, but it is between pictures of %s and %s channels"
              .formatted(options.domains().a().channels(), options.domains().b().channels()));
    }
    return new SoundTranslation(model, new LogMel(logMelOf(options)), phases);
  }

  /**
   * The spectrogram options of a model: as many mel bands and frames as domain A has rows and
   * columns.
   */
  public static LogMelOptions logMelOf(DiscoGanOptions options) {
    return LogMelOptions.defaults()
        .withMels(options.domains().a().height())
        .withFrames(options.domains().a().width());
  }

  /** Translates spectrograms to pictures. */
  public List<Picture> toPictures(List<Picture> spectrograms) {
    return run(model.generator_B(), spectrograms);
  }

  /** Translates pictures to spectrograms. */
  public List<Picture> toSpectrograms(List<Picture> pictures) {
    return run(model.generator_A(), pictures);
  }

  private List<Picture> run(Network generator, List<Picture> given) {
    var made = new ArrayList<Picture>(given.size());
    for (int from = 0; from < given.size(); from += AT_ONCE) {
      List<Picture> some = given.subList(from, Math.min(given.size(), from + AT_ONCE));
      try (NDManager scratch = NDManager.newBaseManager(model.device(), "PyTorch")) {
        made.addAll(Pictures.fromBatch(generator.predict(Pictures.toBatch(some, scratch))));
      }
    }
    return made;
  }

  /** Translates a sound to a picture. */
  public Picture picture(Sound sound) {
    return toPictures(List.of(logMel.picture(sound))).get(0);
  }

  /** A sound with this spectrogram; the seed gives its initial phases. */
  public Sound sound(Picture spectrogram, long seed) {
    return logMel.sound(spectrogram, phases, seed);
  }

  /** A picture, centre-cropped and scaled to the model's size. */
  public Picture fitted(Picture picture) {
    return PictureShape.of(model.options().domains().b().shape()).fit(picture);
  }
}
