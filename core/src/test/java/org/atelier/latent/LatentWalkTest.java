package org.atelier.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentWalkTest {
  private static final Latent A = new Latent(new float[] {-1});
  private static final Latent B = new Latent(new float[] {0});
  private static final Latent C = new Latent(new float[] {1});
  private static final LatentWalk WALK =
      LatentWalk.defaults().withInterpolation(Interpolation.LINEAR).withSteps(2);

  private final List<Integer> asked = new ArrayList<>();

  /** Pictures of one pixel, the latent itself. */
  private List<Picture> pixels(List<Latent> latents) {
    asked.add(latents.size());
    return latents.stream().map(latent -> new Picture(1, 1, 1, latent.values())).toList();
  }

  private static List<Float> values(List<Latent> path) {
    return path.stream().map(latent -> latent.values()[0]).toList();
  }

  @Test
  void a_path_goes_through_every_stop_once() {
    assertThat(values(WALK.path(List.of(A, B, C)))).containsExactly(-1f, -0.5f, 0f, 0.5f, 1f);
    assertThat(values(WALK.withSteps(1).path(List.of(A, B)))).containsExactly(-1f, 0f);
  }

  @Test
  void a_closed_path_ends_before_its_beginning() {
    assertThat(values(WALK.withClosed(true).path(List.of(A, B, C))))
        .containsExactly(-1f, -0.5f, 0f, 0.5f, 1f, 0f);
  }

  @Test
  void a_strip_has_a_row_from_each_stop_to_the_next() {
    Picture strip =
        WALK.strip(
            this::pixels, List.of(A, B, C), PictureGrid.defaults().withPadding(0).withColumns(7));
    assertThat(strip).isEqualTo(new Picture(1, 2, 3, new float[] {-1, -0.5f, 0, 0, 0.5f, 1}));
  }

  @Test
  void frames_are_those_of_the_path() {
    assertThat(WALK.frames(this::pixels, List.of(A, B)))
        .containsExactlyElementsOf(pixels(WALK.path(List.of(A, B))));
  }

  @Test
  void an_animation_asks_for_a_few_pictures_at_a_time(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("walk.gif");
    WALK.withSteps(150).gif(this::pixels, List.of(A, B), file, Duration.ofMillis(20));
    assertThat(asked).containsExactly(64, 64, 23);
    try (var input = ImageIO.createImageInputStream(file.toFile())) {
      var reader = ImageIO.getImageReadersByFormatName("gif").next();
      reader.setInput(input);
      assertThat(reader.getNumImages(true)).isEqualTo(151);
      reader.dispose();
    }
  }

  @Test
  void a_model_that_fails_at_once_leaves_no_file(@TempDir Path folder) throws IOException {
    LatentDecoder failing =
        latents -> {
          throw new IllegalStateException("the model failed");
        };
    var stops = List.of(A, C);
    assertThatThrownBy(
            () -> WALK.gif(failing, stops, folder.resolve("walk.gif"), Duration.ofMillis(20)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the model failed");
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void walks_that_lead_nowhere_are_refused() {
    assertThatThrownBy(() -> WALK.withSteps(0)).hasMessage("steps must be at least 1, but was 0");
    assertThatThrownBy(() -> WALK.path(List.of(A)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A walk needs at least two stops, but got 1");
  }
}
