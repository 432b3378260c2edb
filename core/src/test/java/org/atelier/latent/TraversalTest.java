package org.atelier.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraversalTest {
  private static final Latent START = new Latent(new float[] {0.5f, 0.25f, -0.5f});

  /** A picture of a pixel for each value. */
  private static List<Picture> pixels(List<Latent> latents) {
    return latents.stream().map(z -> new Picture(1, 1, z.size(), z.values())).toList();
  }

  @Test
  void one_value_changes_from_end_to_end_and_the_others_stay() {
    List<Latent> path = Traversal.defaults().withSteps(4).withFrom(-1).withTo(1).path(START, 1);
    assertThat(path).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(path.get(i).values())
          .containsExactly(new float[] {0.5f, -1 + i / 2f, -0.5f}, within(1e-6f));
    }
  }

  @Test
  void a_strip_has_a_row_for_each_value() {
    Traversal traversal = new Traversal(-1, 1, 2);
    PictureGrid grid = PictureGrid.defaults().withPadding(0);
    Picture all = traversal.strip(TraversalTest::pixels, START, grid);
    assertThat(List.of(all.height(), all.width())).containsExactly(3, 9);
    Picture last = traversal.strip(TraversalTest::pixels, START, grid, 2);
    assertThat(last.values()).containsExactly(0.5f, 0.25f, -1, 0.5f, 0.25f, 0, 0.5f, 0.25f, 1);
  }

  @Test
  void a_gif_goes_there_and_back(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("way.gif");
    new Traversal(-1, 1, 2).gif(TraversalTest::pixels, START, 0, file, Duration.ofMillis(50));
    var first = new ArrayList<Integer>();
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (var in = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(in);
      for (int i = 0; i < reader.getNumImages(true); i++) {
        first.add(reader.read(i).getRGB(0, 0) & 255);
      }
    } finally {
      reader.dispose();
    }
    // The first value is -1, 0, 1, 0: black, grey, white, grey, and so again.
    assertThat(first).isEqualTo(List.of(0, 128, 255, 128));
  }

  @Test
  void values_that_are_not_there_are_refused() {
    assertThatThrownBy(() -> Traversal.defaults().path(START, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("index must be in [0, 2], as the latent has 3 values, but was 3");
    assertThatThrownBy(() -> Traversal.defaults().withSteps(0))
        .hasMessage("steps must be at least 1, but was 0");
    assertThatThrownBy(() -> Traversal.defaults().withTo(Double.NaN))
        .hasMessage("from and to must be finite, but were -3.0 and NaN");
  }

  @Test
  void cells_of_the_plane_are_equally_probable() {
    // Of R: qnorm.
    assertThat(LatentPlane.quantile(0.5)).isZero();
    assertThat(LatentPlane.quantile(0.975)).isCloseTo(1.959963984540054, within(1e-8));
    assertThat(LatentPlane.quantile(0.001)).isCloseTo(-3.090232306167813, within(1e-8));
    assertThat(LatentPlane.quantile(0.2)).isCloseTo(-0.8416212335729143, within(1e-8));
    List<Latent> latents = new LatentPlane(3).latents();
    assertThat(latents).hasSize(9);
    float edge = (float) LatentPlane.quantile(1.0 / 6);
    assertThat(latents.get(0).values()).containsExactly(edge, -edge);
    assertThat(latents.get(4).values()).containsExactly(0, 0);
    assertThat(latents.get(8).values()).containsExactly(-edge, edge);
    Picture grid =
        new LatentPlane(3).grid(TraversalTest::pixels, PictureGrid.defaults().withPadding(0));
    assertThat(List.of(grid.height(), grid.width())).containsExactly(3, 6);
    assertThatThrownBy(() -> new LatentPlane(0)).hasMessage("side must be at least 1, but was 0");
  }
}
