package org.atelier.data.source;

import java.io.IOException;
import java.util.Map;
import org.atelier.data.BatchBuffer;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.random.CounterRandom;

/** Training data of the pictures of a source. */
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
  public Map<String, String> contents() throws IOException {
    return source.contents();
  }

  @Override
  public Loaded<Images> load(int[] indices, CounterRandom random) throws IOException {
    BatchBuffer pictures = options.buffer(indices.length);
    for (int i = 0; i < indices.length; i++) {
      int index = indices[i];
      pictures.put(i, options.apply(source.picture(index), source.name(index), random.fork(i)));
    }
    return manager -> new Images(pictures.toArray(manager));
  }
}
