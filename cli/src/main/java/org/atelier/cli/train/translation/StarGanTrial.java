package org.atelier.cli.train.translation;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.atelier.cli.data.LabelledPictures;
import org.atelier.cli.data.Pixels;
import org.atelier.data.TrainingData;
import org.atelier.data.attributes.AttributeImages;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.random.CounterRandom;
import org.atelier.translation.stargan.LabelSet;
import org.atelier.translation.stargan.StarGan;
import org.jspecify.annotations.Nullable;

/**
 * Translations of pictures by a StarGAN: of each picture to every domain, or with each attribute
 * flipped.
 *
 * @param pictures the pictures to translate
 * @param truth the ground truth: the index of the target, given a picture's index and a label's;
 *     null where it is unknown
 */
record StarGanTrial(
    StarGan model, TrainingData<AttributeImages> pictures, @Nullable IntBinaryOperator truth) {
  private static final int SHOWN = 6;
  private static final int MEASURED = 32;

  /**
   * A picture with its labels.
   *
   * @param labels 1 for each that it has, else 0
   */
  private record Example(Picture picture, float[] labels) {}

  /**
   * The pictures of a grid, row by row: translations, and below them the ground truth where it is
   * known.
   */
  List<Picture> cells() {
    var cells = new ArrayList<Picture>();
    for (int number : LabelledPictures.chosen(pictures.size(), SHOWN)) {
      Example given = example(number);
      cells.add(given.picture());
      cells.addAll(made(given));
      if (truth != null) {
        cells.add(given.picture());
        cells.addAll(truthOf(number, truth));
      }
    }
    return cells;
  }

  /** Translations of the first pictures to all labels. */
  List<Picture> translations(int count) {
    var made = new ArrayList<Picture>();
    for (int i = 0; made.size() < count; i++) {
      made.addAll(made(example(i % pictures.size())));
    }
    return made.subList(0, count);
  }

  /** Prints the mean L1 distance of translations from the ground truth, where it is known. */
  void print(PrintWriter out) {
    if (truth == null) {
      return;
    }
    double sum = 0;
    double untranslated = 0;
    int count = 0;
    for (int number : LabelledPictures.chosen(pictures.size(), MEASURED)) {
      Example given = example(number);
      List<Picture> made = made(given);
      List<Picture> wanted = truthOf(number, truth);
      for (int label = 0; label < made.size(); label++) {
        sum += Pixels.meanAbsolute(made.get(label), wanted.get(label));
        untranslated += Pixels.meanAbsolute(given.picture(), wanted.get(label));
        count++;
      }
    }
    out.printf(
        Locale.ROOT,
        "Mean distance (L1, of a range of 2) of %d translations to the ground truth: %.4f;"
            + " untranslated %.4f.%n",
        count,
        sum / count,
        untranslated / count);
  }

  private Example example(int number) {
    try (var scratch = NDManager.newBaseManager("PyTorch")) {
      AttributeImages batch =
          pictures.load(new int[] {number}, CounterRandom.of(0)).toBatch(scratch);
      return new Example(
          Pictures.fromBatch(batch.images()).get(0), batch.attributes().toFloatArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Picture> made(Example given) {
    LabelSet set = model.options().labels().get(0);
    return IntStream.range(0, set.size())
        .mapToObj(
            label -> {
              float[] wanted = set.exclusive() ? new float[set.size()] : given.labels().clone();
              wanted[label] = 1 - wanted[label];
              return model.transform(wanted).apply(given.picture());
            })
        .toList();
  }

  private List<Picture> truthOf(int number, IntBinaryOperator known) {
    return IntStream.range(0, model.options().labelCount())
        .mapToObj(label -> example(known.applyAsInt(number, label)).picture())
        .toList();
  }
}
