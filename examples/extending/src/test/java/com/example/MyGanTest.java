package com.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.model.ModelProvider;
import org.atelier.model.ModelType;
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

    try (var first = MyGan.load(run);
        var second = MyGan.load(run)) {
      Picture picture = first.sample(1, 3).get(0);
      assertEquals(8, picture.height());
      assertArrayEquals(picture.values(), second.sample(1, 3).get(0).values());
    }
  }

  @Test
  void is_found_by_the_service_loader() {
    var names =
        ServiceLoader.load(ModelProvider.class).stream()
            .flatMap(provider -> provider.get().models().stream())
            .map(ModelType::name)
            .toList();

    assertEquals(List.of("my-gan"), names);
  }
}
