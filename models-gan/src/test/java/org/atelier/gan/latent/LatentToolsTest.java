package org.atelier.gan.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.atelier.data.source.InMemory;
import org.atelier.gan.acgan.AcGan;
import org.atelier.gan.acgan.AcGanNetworks;
import org.atelier.gan.acgan.AcGanOptions;
import org.atelier.gan.vanilla.VanillaGan;
import org.atelier.gan.vanilla.VanillaGanOptions;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.PictureShape;
import org.atelier.latent.Latent;
import org.atelier.latent.LatentDecoder;
import org.atelier.latent.LatentWalk;
import org.atelier.metrics.sets.NearestOptions;
import org.atelier.metrics.sets.NearestPictures;
import org.atelier.model.ClassGrid;
import org.atelier.model.condition.ClassLabels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Core's latent tools on real models. */
class LatentToolsTest {
  private static VanillaGan vanilla() {
    return new VanillaGan(VanillaGanOptions.defaults().withPicture(PictureShape.grey(8)));
  }

  private static AcGan acgan() {
    return new AcGan(
        AcGanOptions.defaults()
            .withPicture(PictureShape.grey(8))
            .withClasses(3)
            .withNetworks(AcGanNetworks.resizing(8, 0.25).withLatentSize(5)));
  }

  @Test
  void a_walk_leads_from_sample_to_sample(@TempDir Path folder) throws IOException {
    try (var gan = vanilla()) {
      gan.initialize(1);
      List<Picture> samples = gan.sample(2, 7);
      List<Latent> stops = List.of(gan.latent(7, 0), gan.latent(7, 1));
      LatentWalk walk = LatentWalk.defaults().withSteps(4);
      List<Picture> frames = walk.frames(gan::generate, stops);
      assertThat(frames).hasSize(5);
      assertThat(frames.get(0).values()).containsExactly(samples.get(0).values(), within(1e-5f));
      assertThat(frames.get(4).values()).containsExactly(samples.get(1).values(), within(1e-5f));
      Picture strip = walk.strip(gan::generate, stops, PictureGrid.defaults().withPadding(0));
      assertThat(strip.width()).isEqualTo(5 * 8);
      Path file = folder.resolve("walk.gif");
      walk.withClosed(true).gif(gan::generate, stops, file, Duration.ofMillis(50));
      // Four steps there and four back.
      assertThat(framesOf(file)).isEqualTo(8);
    }
  }

  @Test
  void latents_that_were_computed_make_pictures() {
    try (var gan = vanilla()) {
      gan.initialize(1);
      Latent a = gan.latent(7, 0);
      Latent b = gan.latent(7, 1);
      List<Picture> pictures = gan.generate(List.of(a, a.minus(b).plus(b), a.minus(b).plus(a)));
      assertThat(pictures.get(1).values()).containsExactly(pictures.get(0).values(), within(1e-4f));
      assertThat(pictures.get(2)).isNotEqualTo(pictures.get(0));
    }
  }

  @Test
  void a_walk_of_a_conditional_model_stays_in_its_class() {
    try (var gan = acgan()) {
      gan.initialize(1);
      LatentDecoder twos = latents -> gan.generate(latents, new ClassLabels(3).always(2));
      List<Picture> frames =
          LatentWalk.defaults()
              .withSteps(2)
              .frames(twos, List.of(gan.latent(7, 0), gan.latent(7, 1)));
      List<Picture> samples = gan.sample(2, 7, 2);
      assertThat(frames.get(0).values()).containsExactly(samples.get(0).values(), within(1e-5f));
      assertThat(frames.get(2).values()).containsExactly(samples.get(1).values(), within(1e-5f));
    }
  }

  @Test
  void a_grid_of_classes_is_made_of_samples() {
    try (var gan = acgan()) {
      gan.initialize(1);
      Picture grid =
          ClassGrid.defaults()
              .withColumns(2)
              .withSeed(7)
              .withGrid(PictureGrid.defaults().withPadding(0))
              .of(gan);
      assertThat(grid.height()).isEqualTo(3 * 8);
      assertThat(grid.crop(16, 8, 8, 8)).isEqualTo(gan.sample(2, 7, 2).get(1));
    }
  }

  @Test
  void a_model_that_copies_is_found_out() throws IOException {
    try (var gan = vanilla()) {
      gan.initialize(1);
      List<Picture> training = gan.sample(20, 7);
      var search = NearestPictures.byPixels(NearestOptions.defaults().withCount(2));
      var found = search.of(gan.sample(3, 7), InMemory.of(training));
      for (int i = 0; i < 3; i++) {
        assertThat(found.get(i).get(0).index()).isEqualTo(i);
        assertThat(found.get(i).get(0).distance()).isLessThan(1 / 255.0);
        assertThat(found.get(i).get(1).distance())
            .isGreaterThan(2 * found.get(i).get(0).distance());
      }
    }
  }

  private static int framesOf(Path gif) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (var in = ImageIO.createImageInputStream(gif.toFile())) {
      reader.setInput(in);
      return reader.getNumImages(true);
    } finally {
      reader.dispose();
    }
  }
}
