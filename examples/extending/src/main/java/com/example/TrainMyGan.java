package com.example;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.source.InMemory;
import org.atelier.image.PictureGrid;
import org.atelier.image.PictureShape;
import org.atelier.image.Pictures;
import org.atelier.optim.Adam;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;

/** Trains the model on bright bars and writes a grid of samples: {@code <folder> <steps>}. */
public final class TrainMyGan {
  private TrainMyGan() {}

  public static void main(String[] args) throws Exception {
    Path run = Path.of(args.length > 0 ? args[0] : "runs/my-gan");
    long steps = args.length > 1 ? Long.parseLong(args[1]) : 500;
    var options = new MyGan.Options(new PictureShape(1, 8, 8), 16, Adam.of(1e-3, 0.5));
    try (var gan = new MyGan(options)) {
      new TrainingLoop<>(gan, bars(), TrainingOptions.defaults().withBatchSize(16).withSteps(steps))
          .run(run);
      Pictures.write(PictureGrid.defaults().arrange(gan.sample(16, 7)), run.resolve("samples.png"));
    }
  }

  /** 64 grey pictures of 8×8 pixels, each with an upright or a level bar. */
  static TrainingData<Images> bars() {
    List<byte[]> pictures = new ArrayList<>();
    for (int n = 0; n < 64; n++) {
      var picture = new byte[64];
      for (int i = 0; i < 8; i++) {
        picture[n % 2 == 0 ? i * 8 + n / 2 % 8 : n / 2 % 8 * 8 + i] = (byte) (255 - n);
      }
      pictures.add(picture);
    }
    return InMemory.ofBytes(1, 8, 8, pictures).images(8);
  }
}
