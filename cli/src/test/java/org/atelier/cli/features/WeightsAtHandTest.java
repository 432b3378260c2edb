package org.atelier.cli.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsAtHandTest {
  @Test
  void files_are_found_by_their_published_names(@TempDir Path folder) throws IOException {
    Path inner = Files.createDirectory(folder.resolve("torchvision"));
    Path vgg = Files.createFile(inner.resolve("vgg19-dcbb9e9d.pth"));
    Path alex = Files.createFile(folder.resolve("alexnet-owt-7be5be79.pth"));
    Files.createFile(folder.resolve("vgg16-note.txt"));

    assertThat(WeightsAtHand.in(folder, "vgg19")).contains(vgg);
    assertThat(WeightsAtHand.in(folder, "alexnet")).contains(alex);
    assertThat(WeightsAtHand.in(folder, "vgg16")).isEmpty();
    assertThat(WeightsAtHand.in(folder, "vgg19_bn")).isEmpty();
    assertThat(WeightsAtHand.in(folder.resolve("none"), "vgg19")).isEmpty();
  }
}
