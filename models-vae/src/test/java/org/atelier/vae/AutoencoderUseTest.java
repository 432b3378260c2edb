package org.atelier.vae;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.source.InMemory;
import org.atelier.datasets.FashionMnist;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.latent.Latent;
import org.atelier.latent.LatentMixture;
import org.atelier.latent.LatentPlane;
import org.atelier.latent.MixtureOptions;
import org.atelier.latent.Traversal;
import org.atelier.metrics.RocArea;
import org.atelier.model.capability.AnomalyScore;
import org.atelier.model.capability.EvidenceOptions;
import org.atelier.random.CounterRandom;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.atelier.vae.vanilla.Vae;
import org.atelier.vae.vanilla.VaeOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with a model that has learnt trousers, with noise on them. */
class AutoencoderUseTest {
  private static final int TROUSERS = 1;
  private static final int BAGS = 8;

  private static List<Picture> pictures(int label, int from, int count) {
    FashionMnist all = FashionMnist.embedded();
    return IntStream.range(0, all.size())
        .filter(i -> all.label(i) == label)
        .skip(from)
        .limit(count)
        .mapToObj(all::picture)
        .toList();
  }

  private static TrainingData<Images> data(List<Picture> pictures) {
    return InMemory.of(pictures).images(28);
  }

  @Test
  void strange_pictures_are_found_noise_is_removed_and_the_plane_is_drawn(@TempDir Path folder)
      throws IOException {
    var options =
        VaeOptions.defaults()
            .withAutoencoder(TinyTraining.options().withLatentSize(2))
            .withInputNoise(0.4);
    try (var vae = new Vae(options)) {
      new TrainingLoop<>(
              vae,
              data(pictures(TROUSERS, 0, 200)),
              TrainingOptions.defaults().withBatchSize(25).withSteps(160))
          .run(folder.resolve("run"));

      List<Picture> known = pictures(TROUSERS, 200, 40);
      List<Picture> strange = pictures(BAGS, 0, 40);
      var few = EvidenceOptions.defaults().withSamples(5);
      for (AnomalyScore score : AnomalyScore.values()) {
        double area =
            RocArea.of(
                vae.anomalyScores(score, data(known), few),
                vae.anomalyScores(score, data(strange), few));
        assertThat(area).as(score.name()).isGreaterThan(0.9);
      }

      List<Picture> noisy = noisy(known);
      assertThat(error(vae.reconstruct(noisy), known)).isLessThan(0.7 * error(noisy, known));

      Picture plane = new LatentPlane(3).grid(vae::decode, PictureGrid.defaults().withPadding(0));
      assertThat(List.of(plane.height(), plane.width())).containsExactly(84, 84);
      Latent first = vae.encode(known).get(0);
      Picture strip =
          Traversal.defaults()
              .withSteps(4)
              .strip(vae::decode, first, PictureGrid.defaults().withPadding(0));
      assertThat(List.of(strip.height(), strip.width())).containsExactly(56, 140);

      LatentMixture mixture =
          LatentMixture.fit(vae.encode(known), MixtureOptions.defaults().withComponents(3));
      assertThat(vae.decode(mixture.sample(4, 7))).hasSize(4);
    }
  }

  private static List<Picture> noisy(List<Picture> pictures) {
    var noisy = new ArrayList<Picture>();
    for (int n = 0; n < pictures.size(); n++) {
      float[] values = pictures.get(n).values().clone();
      float[] noise = CounterRandom.of(4, n).gaussians(values.length);
      for (int i = 0; i < values.length; i++) {
        values[i] += 0.4f * noise[i];
      }
      noisy.add(new Picture(1, 28, 28, values));
    }
    return noisy;
  }

  private static double error(List<Picture> some, List<Picture> others) {
    double sum = 0;
    for (int n = 0; n < some.size(); n++) {
      float[] a = some.get(n).values();
      float[] b = others.get(n).values();
      for (int i = 0; i < a.length; i++) {
        sum += (a[i] - b[i]) * (a[i] - b[i]) / a.length / some.size();
      }
    }
    return sum;
  }
}
