package org.atelier.gan.semi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.data.source.InMemory;
import org.atelier.engine.Gradients;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.TinyTraining;
import org.atelier.image.PictureShape;
import org.atelier.model.Phase;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.optim.Adam;
import org.atelier.random.CounterRandom;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SemiSupervisedGanTest {
  private static final SemiSupervisedNetworks NETWORKS =
      SemiSupervisedNetworks.defaults().withLatentSize(4).withFilters(16);

  private static final SemiSupervisedGanOptions SMALL =
      SemiSupervisedGanOptions.defaults().withImageSize(8).withClasses(3).withNetworks(NETWORKS);

  @TempDir private Path folder;

  @Test
  void a_trained_model_is_loaded_with_its_options_and_samples_the_same() throws IOException {
    var options =
        SMALL
            .withPicture(new PictureShape(3, 20, 28))
            .withStabilisation(Stabilisation.none().withAverageDecay(0.9));
    TinyTraining.batches(
        new SemiSupervisedGan(options),
        pictures -> SemiSupervisedBatch.join(pictures, LabelledImages.join(pictures, labels(12))),
        folder,
        SemiSupervisedGan::load);
  }

  @Test
  void the_objectives_are_those_of_a_classifier_with_one_class_more() {
    try (var gan =
            new SemiSupervisedGan(
                SMALL.withNetworks(NETWORKS.withDropout(0)).withUnlabelledWeight(0.6));
        NDManager scope = NDManager.newBaseManager()) {
      gan.initialize(1);
      NDArray images = noise(scope, 1);
      NDArray labelled = noise(scope, 2);
      var batch = new SemiSupervisedBatch(images, labelled, scope.create(new long[] {2, 0, 1, 2}));
      var step = new Step<>(0, batch, scope, CounterRandom.of(5));

      Objective judging = Gradients.recording(() -> gan.discriminatorObjective(step));
      Map<String, NDArray> metrics = judging.metrics();
      double[][] known = shares(gan, labelled);
      double[] wanted = {known[0][2], known[1][0], known[2][1], known[3][2]};
      double classes = 0;
      for (int i = 0; i < 4; i++) {
        // Among the real classes only.
        classes -= Math.log(wanted[i] / (1 - known[i][3])) / 4;
      }
      double real = 0;
      for (double[] share : shares(gan, images)) {
        real -= Math.log(1 - share[3]) / 4;
      }
      double fake = 0;
      for (double[] share : shares(gan, gan.fake(step))) {
        fake -= Math.log(share[3]) / 4;
      }
      assertThat((double) metrics.get("class").getFloat()).isCloseTo(classes, within(1e-5));
      assertThat((double) metrics.get("real").getFloat()).isCloseTo(real, within(1e-5));
      assertThat((double) metrics.get("fake").getFloat()).isCloseTo(fake, within(1e-5));
      assertThat((double) judging.total().getFloat())
          .isCloseTo(classes + 0.3 * (real + fake), within(1e-5));

      double distance = 0;
      float[] ofReal = features(gan, images);
      float[] ofFake = features(gan, gan.fake(step));
      for (int i = 0; i < ofReal.length; i++) {
        distance += Math.pow(ofReal[i] - ofFake[i], 2) / ofReal.length;
      }
      Objective matching = Gradients.recording(() -> gan.generatorObjective(step));
      assertThat((double) matching.total().getFloat()).isCloseTo(distance, within(1e-6));
    }
  }

  /** The softmax over the classes and a further one, whose logit is 0. */
  private static double[][] shares(SemiSupervisedGan gan, NDArray pictures) {
    float[] logits = gan.discriminator().evaluateAll(pictures).get(1).toFloatArray();
    var shares = new double[4][4];
    for (int i = 0; i < 4; i++) {
      double sum = 1;
      for (int k = 0; k < 3; k++) {
        sum += Math.exp(logits[3 * i + k]);
      }
      for (int k = 0; k < 3; k++) {
        shares[i][k] = Math.exp(logits[3 * i + k]) / sum;
      }
      shares[i][3] = 1 / sum;
    }
    return shares;
  }

  private static float[] features(SemiSupervisedGan gan, NDArray pictures) {
    NDArray features = gan.discriminator().evaluateAll(pictures).get(0);
    assertThat(features.getShape()).isEqualTo(new Shape(4, 16));
    return features.mean(new int[] {0}).toFloatArray();
  }

  private static NDArray noise(NDManager manager, long seed) {
    return manager.create(CounterRandom.of(seed).gaussians(4 * 64), new Shape(4, 1, 8, 8));
  }

  @Test
  void it_learns_the_classes_from_six_labels() throws IOException {
    TrainingData<Images> pictures = stripes(120, 1);
    var labelled = LabelledImages.join(stripes(6, 2), labels(6));
    var unseen = LabelledImages.join(stripes(150, 3), labels(150));
    try (var gan = new SemiSupervisedGan(SMALL.withOptimizer(Adam.of(3e-3, 0.5)))) {
      gan.initialize(0);
      double before = gan.accuracy(unseen);
      new TrainingLoop<>(
              gan,
              SemiSupervisedBatch.join(pictures, labelled),
              TrainingOptions.defaults().withBatchSize(12).withSteps(60).withCheckpointEvery(60))
          .run(folder.resolve("run"));
      assertThat(before).isLessThan(0.7);
      assertThat(gan.accuracy(unseen)).isGreaterThan(0.9);
      try (var loaded = SemiSupervisedGan.load(folder.resolve("run"))) {
        assertThat(loaded.accuracy(unseen)).isEqualTo(gan.accuracy(unseen));
      }
    }
  }

  @Test
  void without_weight_for_the_unlabelled_it_is_the_classifier_alone() {
    try (var gan = new SemiSupervisedGan(SMALL.withUnlabelledWeight(0));
        NDManager scope = NDManager.newBaseManager()) {
      gan.initialize(1);
      var batch =
          new SemiSupervisedBatch(
              noise(scope, 1), noise(scope, 2), scope.create(new long[] {2, 0, 1, 2}));
      var step = new Step<>(0, batch, scope, CounterRandom.of(5));
      assertThat(Gradients.recording(() -> gan.discriminatorObjective(step)).metrics())
          .containsOnlyKeys("class");
      assertThat(gan.phases()).extracting(Phase::name).containsExactly("discriminator");
    }
  }

  @Test
  void labelled_pictures_are_drawn_anew_for_every_batch() throws IOException {
    var data =
        SemiSupervisedBatch.join(stripes(8, 1), LabelledImages.join(stripes(5, 2), labels(5)));
    assertThat(data.size()).isEqualTo(8);
    assertThat(data.fingerprint()).contains("labelled: ").contains("labels ");
    try (NDManager scope = NDManager.newBaseManager()) {
      var drawn = new ArrayList<List<Float>>();
      for (long batch : new long[] {1, 2, 1}) {
        var loaded = data.load(new int[] {3, 0, 7}, CounterRandom.of(batch)).toBatch(scope);
        assertThat(loaded.images().getShape()).isEqualTo(new Shape(3, 1, 8, 8));
        assertThat(loaded.labels().getShape()).isEqualTo(new Shape(3));
        var values = new ArrayList<Float>();
        for (float value : loaded.labelled().toFloatArray()) {
          values.add(value);
        }
        drawn.add(values);
      }
      assertThat(drawn.get(0)).isNotEqualTo(drawn.get(1)).isEqualTo(drawn.get(2));
    }
  }

  private static int[] labels(int count) {
    var labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 3;
    }
    return labels;
  }

  /** The class is where a bright stripe is: above, in the middle, or below; the rest is noise. */
  private static TrainingData<Images> stripes(int count, long seed) {
    List<byte[]> pictures = new ArrayList<>();
    var random = CounterRandom.of(seed);
    for (int i = 0; i < count; i++) {
      var picture = new byte[64];
      int top = 3 * (i % 3);
      for (int j = 0; j < 64; j++) {
        boolean bright = j / 8 == top || j / 8 == top + 1;
        picture[j] = (byte) (random.nextInt(100) + (bright ? 140 : 0));
      }
      pictures.add(picture);
    }
    return InMemory.ofBytes(1, 8, 8, pictures).images(8);
  }
}
