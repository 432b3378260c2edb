package org.atelier.data.pairs;

import java.io.IOException;
import java.util.Map;
import org.atelier.data.BatchBuffer;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.PairedImages;
import org.atelier.data.source.ImageOptions;
import org.atelier.image.ClassMap;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;
import org.atelier.random.CounterRandom;

/**
 * Training data of pairs.
 *
 * @param classes the number of classes of class maps; 0 if inputs are pictures
 */
record PairData(PicturePairs pairs, ImageOptions targets, ImageOptions inputs, int classes)
    implements TrainingData<PairedImages> {
  @Override
  public int size() {
    return pairs.size();
  }

  @Override
  public String fingerprint() {
    return "%s, %s, inputs of %s"
        .formatted(
            pairs.fingerprint(),
            targets.fingerprint(),
            classes > 0 ? classes + " classes" : inputs.channels() + " channels");
  }

  @Override
  public Map<String, String> contents() throws IOException {
    return pairs.contents();
  }

  @Override
  public Loaded<PairedImages> load(int[] indices, CounterRandom random) throws IOException {
    int channels = classes > 0 ? classes : inputs.channels();
    var given = new BatchBuffer(indices.length, channels, inputs.height(), inputs.width());
    BatchBuffer wanted = targets.buffer(indices.length);
    for (int i = 0; i < indices.length; i++) {
      String name = pairs.name(indices[i]);
      PicturePairs.Pair pair = pairs.pair(indices[i]);
      Picture input = pair.input();
      Picture target = pair.target();
      if (input.height() != target.height() || input.width() != target.width()) {
        throw new IOException(
            "The two pictures of %s must have the same size, but have %s×%s and %s×%s pixels, so that their crops would differ; resize one of them"
                .formatted(name, input.width(), input.height(), target.width(), target.height()));
      }
      // Two generators of the same key: the same crop and the same flip.
      wanted.put(i, targets.apply(target, name, random.fork(i)));
      if (classes > 0) {
        given.put(i, oneHot(input, name, random.fork(i)));
      } else {
        given.put(i, inputs.apply(input, name, random.fork(i)));
      }
    }
    return manager -> new PairedImages(given.toArray(manager), wanted.toArray(manager));
  }

  /** Returns the one-hot encoding of a class map, cropped and flipped as its target is. */
  private Picture oneHot(Picture map, String name, CounterRandom random) throws IOException {
    int largest = ClassMap.largestClass(map);
    if (largest >= classes) {
      throw new IOException(
          "A pixel of the class map of %s is %s: expected classes from 0 to %s"
              .formatted(name, largest, classes - 1));
    }
    int height = inputs.height() + inputs.augmentation().enlargeBy();
    int width = inputs.width() + inputs.augmentation().enlargeBy();
    var framed = nearest(Resizer.cropToAspect(map.toGrey(), height, width), height, width);
    Picture cropped = inputs.augmentation().apply(framed, inputs.height(), inputs.width(), random);
    return ClassMap.oneHot(cropped, classes);
  }

  private static Picture nearest(Picture picture, int height, int width) {
    var values = new float[height * width];
    for (int y = 0; y < height; y++) {
      int row = (2 * y + 1) * picture.height() / (2 * height);
      for (int x = 0; x < width; x++) {
        int column = (2 * x + 1) * picture.width() / (2 * width);
        values[y * width + x] = picture.values()[row * picture.width() + column];
      }
    }
    return new Picture(1, height, width, values);
  }
}
