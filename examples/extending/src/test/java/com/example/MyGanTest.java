package com.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.train.Checkpoint;
import org.atelier.train.Checkpoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MyGanTest {
  @TempDir Path folder;

  @Test
  void trains_samples_and_loads() throws Exception {
    Path run = folder.resolve("run");
    TrainMyGan.main(new String[] {run.toString(), "5"});

    assertTrue(Pictures.read(run.resolve("samples.png")).width() >= 32);
    assertEquals(6, Files.readAllLines(run.resolve("losses.csv")).size());

    Checkpoint checkpoint = Checkpoints.latest(run);
    try (var first = new MyGan(checkpoint.options(MyGan.Options.class));
        var second = new MyGan(checkpoint.options(MyGan.Options.class))) {
      Checkpoints.restoreWeights(first, checkpoint);
      Checkpoints.restoreWeights(second, checkpoint);
      Picture picture = first.sample(1, 3).get(0);
      assertEquals(8, picture.height());
      assertArrayEquals(picture.values(), second.sample(1, 3).get(0).values());
    }
  }
}
