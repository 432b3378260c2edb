package org.atelier.cli.train.translation;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.atelier.cli.data.Pixels;
import org.atelier.cli.translate.SoundTranslation;
import org.atelier.image.Picture;
import org.atelier.sound.LogMelOptions;
import org.atelier.train.HealthGuard;

/**
 * Measures a translation between sounds and pictures by its cycle-consistency error in both
 * directions. There is no ground truth for the picture of a sound, so of a single translation only
 * the diversity of the pictures is measured.
 *
 * @param sounds the cycle from sounds to pictures and back, in decibels
 * @param pictures the cycle from pictures to spectrograms and back, for values in [-1, 1]
 * @param synthesised the number of pictures whose cycle also went through the samples of a sound
 * @param synthesisedError the mean absolute error of these, for values in [-1, 1]
 * @param spread the diversity of the pictures of sounds, relative to that of the real pictures;
 *     near 0 at mode collapse
 */
record SoundTrial(
    CycleError sounds,
    CycleError pictures,
    int synthesised,
    double synthesisedError,
    double spread) {
  private static final int MEASURED = 256;
  private static final int SYNTHESISED = 8;

  /** Measures some of the training sounds and pictures. */
  static SoundTrial of(SoundTranslation translation, SoundsAndPictures source) throws IOException {
    List<Picture> sounds = source.someSpectrograms(MEASURED);
    List<Picture> pictures = source.somePictures(MEASURED, translation);
    List<Picture> fakePictures = translation.toPictures(sounds);
    List<Picture> recSounds = translation.toSpectrograms(fakePictures);
    List<Picture> fakeSounds = translation.toSpectrograms(pictures);
    List<Picture> recPictures = translation.toPictures(fakeSounds);
    List<Picture> some = pictures.subList(0, Math.min(SYNTHESISED, pictures.size()));
    var synthesised = new ArrayList<Picture>();
    for (int i = 0; i < some.size(); i++) {
      synthesised.add(translation.picture(translation.sound(fakeSounds.get(i), i)));
    }
    LogMelOptions.Decibels range = translation.logMel().options().range();
    double decibels = (range.ceiling() - range.floor()) / 2;
    return new SoundTrial(
        CycleError.of(sounds, recSounds, decibels),
        CycleError.of(pictures, recPictures, 1),
        synthesised.size(),
        error(some, synthesised),
        diversity(fakePictures) / diversity(pictures));
  }

  /**
   * The cycle-consistency error of one direction.
   *
   * @param count the number of examples
   * @param error the mean absolute error
   * @param baseline the mean absolute error of the mean of the examples, a constant prediction
   * @param retrieved the number of reconstructions that are nearer to their original than to any
   *     other
   */
  record CycleError(int count, double error, double baseline, int retrieved) {
    static CycleError of(List<Picture> originals, List<Picture> reconstructions, double unit) {
      return new CycleError(
          originals.size(),
          unit * SoundTrial.error(originals, reconstructions),
          unit * SoundTrial.baseline(originals),
          SoundTrial.retrieved(originals, reconstructions));
    }

    private double score() {
      return error / baseline;
    }
  }

  /** The cycle-consistency error relative to the baseline, both directions; lower is better. */
  double score() {
    return sounds.score() + pictures.score();
  }

  private static double diversity(List<Picture> pictures) {
    return pictures.size() < 2 ? 0 : HealthGuard.diversity(pictures);
  }

  private static double error(List<Picture> originals, List<Picture> reconstructions) {
    double sum = 0;
    for (int i = 0; i < originals.size(); i++) {
      sum += Pixels.meanAbsolute(originals.get(i).values(), reconstructions.get(i).values());
    }
    return sum / originals.size();
  }

  private static double baseline(List<Picture> pictures) {
    var mean = new float[pictures.get(0).values().length];
    for (Picture picture : pictures) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += picture.values()[i] / pictures.size();
      }
    }
    return pictures.stream()
        .mapToDouble(picture -> Pixels.meanAbsolute(picture.values(), mean))
        .average()
        .orElse(0);
  }

  private static int retrieved(List<Picture> originals, List<Picture> reconstructions) {
    int retrieved = 0;
    for (int i = 0; i < reconstructions.size(); i++) {
      double own = Pixels.meanAbsolute(originals.get(i).values(), reconstructions.get(i).values());
      boolean nearest = true;
      for (int j = 0; j < originals.size() && nearest; j++) {
        nearest =
            j == i
                || own
                    < Pixels.meanAbsolute(
                        originals.get(j).values(), reconstructions.get(i).values());
      }
      retrieved += nearest ? 1 : 0;
    }
    return retrieved;
  }

  /** Prints the measurements. */
  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "Cycle of sounds: mean absolute error %.1f dB (baseline, their mean: %.1f), %d of %d"
            + " nearest to their original.%n",
        sounds.error(),
        sounds.baseline(),
        sounds.retrieved(),
        sounds.count());
    out.printf(
        Locale.ROOT,
        "Cycle of pictures: mean absolute error %.3f (baseline, their mean: %.3f), %d of %d"
            + " nearest to their original; %d through a WAV: %.3f.%n",
        pictures.error(),
        pictures.baseline(),
        pictures.retrieved(),
        pictures.count(),
        synthesised,
        synthesisedError);
    out.printf(
        Locale.ROOT,
        "Diversity of the pictures of sounds: %.2f times that of the real pictures.%n",
        spread);
  }
}
