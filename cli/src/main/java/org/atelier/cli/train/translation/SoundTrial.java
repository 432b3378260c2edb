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
 * How a translation between sounds and pictures went: what comes back of what was sent there. There
 * is no true picture of a sound, so nothing can be said of the way there but that different sounds
 * get different pictures.
 *
 * @param sounds through pictures and back, in decibels
 * @param pictures through the network's spectrograms and back, in [-1, 1]
 * @param heard how many pictures were sent through a sound, too
 * @param heardError of what came back of these, in [-1, 1]
 * @param spread how different the pictures of different sounds are, as a share of how different the
 *     real ones are
 */
public record SoundTrial(
    Returned sounds, Returned pictures, int heard, double heardError, double spread) {
  private static final int MOST = 256;
  private static final int HEARD = 8;

  /** Tries some of the sounds and pictures that the model learnt from. */
  static SoundTrial of(SoundTranslation translation, SoundsAndPictures source) throws IOException {
    List<Picture> sounds = source.someSpectrograms(MOST);
    List<Picture> pictures = source.somePictures(MOST, translation);
    List<Picture> made = translation.toPictures(sounds);
    List<Picture> soundsBack = translation.toSpectrograms(made);
    List<Picture> madeSounds = translation.toSpectrograms(pictures);
    List<Picture> picturesBack = translation.toPictures(madeSounds);
    List<Picture> some = pictures.subList(0, Math.min(HEARD, pictures.size()));
    var heard = new ArrayList<Picture>();
    for (int i = 0; i < some.size(); i++) {
      heard.add(translation.picture(translation.sound(madeSounds.get(i), i)));
    }
    LogMelOptions.Decibels range = translation.logMel().options().range();
    double decibels = (range.ceiling() - range.floor()) / 2;
    return new SoundTrial(
        Returned.of(sounds, soundsBack, decibels),
        Returned.of(pictures, picturesBack, 1),
        heard.size(),
        error(some, heard),
        diversity(made) / diversity(pictures));
  }

  /**
   * What came back.
   *
   * @param count how many were sent
   * @param error the mean absolute difference of their values
   * @param guess the same of the best answer that is always the same, their mean
   * @param known how many came back nearer to themselves than to any other
   */
  record Returned(int count, double error, double guess, int known) {
    static Returned of(List<Picture> sent, List<Picture> came, double unit) {
      return new Returned(
          sent.size(),
          unit * SoundTrial.error(sent, came),
          unit * SoundTrial.guess(sent),
          SoundTrial.known(sent, came));
    }

    private double score() {
      return error / guess;
    }
  }

  /** What goes there comes back: the lower the better, for choosing a checkpoint. */
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

  private static double guess(List<Picture> pictures) {
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

  /** Says it in words. */
  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "Sounds there and back: %.1f dB off (their mean: %.1f), %d of %d nearest to themselves.%n",
        sounds.error(),
        sounds.guess(),
        sounds.known(),
        sounds.count());
    out.printf(
        Locale.ROOT,
        "Pictures there and back: %.3f off (their mean: %.3f), %d of %d nearest to themselves; %d"
            + " by a WAV: %.3f.%n",
        pictures.error(),
        pictures.guess(),
        pictures.known(),
        pictures.count(),
        heard,
        heardError);
    out.printf(
        Locale.ROOT,
        "Pictures of different sounds are %.2f times as different as the real ones.%n",
        spread);
  }
}
