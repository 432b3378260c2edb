package org.atelier.data;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;

/** The pictures of a source as training data. */
record PictureData(PictureSource source, ImageOptions options) implements TrainingData<Images> {
  @Override
  public int size() {
    return source.size();
  }

  @Override
  public String fingerprint() {
    return "%s, %s".formatted(source.fingerprint(), options.fingerprint());
  }

  @Override
  public Loaded<Images> load(int[] indices, CounterRandom random) throws IOException {
    int length = options.channels() * options.height() * options.width();
    var values = new float[Math.multiplyExact(indices.length, length)];
    for (int i = 0; i < indices.length; i++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("Loading was interrupted");
      }
      int index = indices[i];
      Picture picture = source.picture(index);
      picture = Framing.frame(picture, source.name(index), options, random.fork(i));
      System.arraycopy(picture.values(), 0, values, i * length, length);
    }
    var shape = new Shape(indices.length, options.channels(), options.height(), options.width());
    return manager -> new Images(HostValues.toArray(manager, values, shape));
  }
}
