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
public record SoundTrial(
    Returned sounds, Returned pictures, int synthesised, double synthesisedError, double spread) {
  private static final int MOST = 256;
  private static final int HEARD = 8;

  /** Measures some of the training sounds and pictures. */
  static SoundTrial of(SoundTranslation translation, SoundsAndPictures source) throws IOException {
    List<Picture> sounds = source.someSpectrograms(MOST);
    List<Picture> pictures = source.somePictures(MOST, translation);
    List<Picture> made = translation.toPictures(sounds);
    List<Picture> soundsBack = translation.toSpectrograms(made);
    List<Picture> madeSounds = translation.toSpectrograms(pictures);
    List<Picture> picturesBack = translation.toPictures(madeSounds);
    List<Picture> some = pictures.subList(0, Math.min(HEARD, pictures.size()));
    var synthesised = new ArrayList<Picture>();
    for (int i = 0; i < some.size(); i++) {
      synthesised.add(translation.picture(translation.sound(madeSounds.get(i), i)));
    }
    LogMelOptions.Decibels range = translation.logMel().options().range();
    double decibels = (range.ceiling() - range.floor()) / 2;
    return new SoundTrial(
        Returned.of(sounds, soundsBack, decibels),
        Returned.of(pictures, picturesBack, 1),
        synthesised.size(),
        error(some, synthesised),
        diversity(made) / diversity(pictures));
  }

  /**
   * The error of a cycle: there and back.
   *
   * @param count the number of examples
   * @param error the mean absolute error
   * @param chance the baseline: the mean absolute error of their mean, the best constant prediction
   * @param known the number of results that are nearer to their original than to any other
   */
  record Returned(int count, double error, double chance, int known) {
    static Returned of(List<Picture> sent, List<Picture> came, double unit) {
      return new Returned(
          sent.size(),
          unit * SoundTrial.error(sent, came),
          unit * SoundTrial.chance(sent),
          SoundTrial.known(sent, came));
    }

    private double score() {
      return error / chance;
    }
  }

  /** The cycle-consistency error relative to the baseline, both directions; lower is better. */
  double score() {
    return sounds.score() + pictures.score();
  }

  private static double diversity(List<Picture> pictures) {
    return pictures.size() < 2 ? 0 : HealthGuard.diversity(pictures);
  }

  private static double error(List<Picture> wanted, List<Picture> came) {
    double sum = 0;
    for (int i = 0; i < wanted.size(); i++) {
      sum += Pixels.meanAbsolute(wanted.get(i).values(), came.get(i).values());
    }
    return sum / wanted.size();
  }

  private static double chance(List<Picture> pictures) {
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

  private static int known(List<Picture> wanted, List<Picture> came) {
    int known = 0;
    for (int i = 0; i < came.size(); i++) {
      double own = Pixels.meanAbsolute(wanted.get(i).values(), came.get(i).values());
      boolean nearest = true;
      for (int j = 0; j < wanted.size() && nearest; j++) {
        nearest = j == i || own < Pixels.meanAbsolute(wanted.get(j).values(), came.get(i).values());
      }
      known += nearest ? 1 : 0;
    }
    return known;
  }

  /** Prints the measurements. */
  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "Cycle of sounds: mean absolute error %.1f dB (baseline, their mean: %.1f), %d of %d"
            + " nearest to their original.%n",
        sounds.error(),
        sounds.chance(),
        sounds.known(),
        sounds.count());
    out.printf(
        Locale.ROOT,
        "Cycle of pictures: mean absolute error %.3f (baseline, their mean: %.3f), %d of %d"
            + " nearest to their original; %d through a WAV: %.3f.%n",
        pictures.error(),
        pictures.chance(),
        pictures.known(),
        pictures.count(),
        synthesised,
        synthesisedError);
    out.printf(
        Locale.ROOT,
        "Diversity of the pictures of sounds: %.2f times that of the real pictures.%n",
        spread);
  }
}
