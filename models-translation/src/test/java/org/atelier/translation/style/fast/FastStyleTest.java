package org.atelier.translation.style.fast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.data.batch.Images;
import org.atelier.features.vgg.Vgg;
import org.atelier.features.vgg.VggOptions;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.image.Resizer;
import org.atelier.image.Tiling;
import org.atelier.model.Phase;
import org.atelier.model.PublishedWeights;
import org.atelier.model.objective.Step;
import org.atelier.perception.FeatureExtractor;
import org.atelier.random.CounterRandom;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.StyleContent;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.api.Test;

/** What a feed-forward style does with pictures of any size, and with several styles. */
class FastStyleTest {
  private static final FastStyleOptions TINY =
      FastStyleOptions.defaults().withFilters(2).withImageSize(16);

  /** Bright at the left, so that the statistics of tiles differ. */
  private static Picture picture(int height, int width, long seed) {
    var random = CounterRandom.of(seed);
    var values = new float[3 * height * width];
    for (int i = 0; i < values.length; i++) {
      int x = i % width;
      int y = i / width % height;
      double wave = Math.sin(0.11 * x + 0.07 * y + seed);
      values[i] = (float) (0.5 * wave + 0.3 - 0.6 * x / width + 0.2 * random.nextFloat());
    }
    return new Picture(3, height, width, values).clamped();
  }

  private static FastStyle model(FastStyleOptions options) {
    var model = new FastStyle(options);
    model.setDevice(Device.cpu());
    model.initialize(3);
    return model;
  }

  private static float difference(Picture a, Picture b) {
    assertThat(List.of(a.height(), a.width())).isEqualTo(List.of(b.height(), b.width()));
    float most = 0;
    for (int i = 0; i < a.values().length; i++) {
      most = Math.max(most, Math.abs(a.values()[i] - b.values()[i]));
    }
    return most;
  }

  /** The whole picture in one piece with the norms of another. */
  private static Picture withNormsOf(FastStyle model, Picture thumbnail, Picture content) {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray made =
          model
              .norms()
              .of(thumbnail, Device.cpu(), x -> new NDArray[] {x})
              .apply(Pictures.toBatch(List.of(content), scope));
      return Pictures.fromBatch(made).get(0);
    }
  }

  @Test
  void tiles_of_a_picture_with_the_norms_of_the_whole_are_the_whole_picture() {
    Picture large = picture(332, 480, 1);
    try (FastStyle model = model(TINY)) {
      var transform = model.translationTo("style");
      Picture whole = transform.apply(large);
      assertThat(difference(transform.withTiling(Tiling.of(16)).apply(large), whole))
          .isLessThan(1e-4f);
    }
  }

  @Test
  void tiles_with_the_norms_of_a_thumbnail_have_no_seams() {
    Picture wide = picture(64, 1440, 2);
    Picture thumbnail = Resizer.BILINEAR.resize(wide, 48, 1024);
    try (FastStyle model = model(TINY)) {
      Picture tiled = model.translationTo("style").withTiling(Tiling.of(32)).apply(wide);
      assertThat(difference(tiled, withNormsOf(model, thumbnail, wide).clamped()))
          .isLessThan(1e-4f);
    }
  }

  @Test
  void norms_are_those_of_the_thumbnail_and_not_the_contents_own() {
    Picture content = picture(40, 40, 2);
    try (FastStyle model = model(TINY)) {
      Picture own = model.translationTo("style").apply(content);
      assertThat(difference(withNormsOf(model, content, content).clamped(), own)).isLessThan(1e-4f);
      Picture foreign = withNormsOf(model, picture(40, 60, 7), content).clamped();
      assertThat(difference(foreign, own)).isGreaterThan(1e-3f);
    }
  }

  @Test
  void sides_that_are_no_multiples_of_four_keep_their_size() {
    try (FastStyle model = model(TINY)) {
      Picture made = model.transfer(1).apply(picture(9, 30, 5));
      assertThat(List.of(made.height(), made.width())).isEqualTo(List.of(9, 30));
      assertThat(model.transfer(1).apply(picture(1, 1, 5)).width()).isEqualTo(1);
    }
  }

  @Test
  void several_styles_are_apart_and_blend() {
    try (FastStyle model = model(TINY.withStyles(List.of("starry", "folds")))) {
      // Two styles whose gains differ, as they do after training.
      model
          .transformer()
          .parameters()
          .forEach(
              (name, array) -> {
                if (name.endsWith(".gain")) {
                  array.set(new float[(int) array.getShape().size()]);
                  array.addi(1);
                  array.get("0").addi(0.5f);
                }
              });
      Picture content = picture(32, 32, 4);
      Picture first = model.translationTo("starry").apply(content);
      Picture second = model.translationTo("folds").apply(content);
      assertThat(difference(first, second)).isGreaterThan(1e-3f);
      assertThat(difference(model.blended(3, 0).apply(content), first)).isLessThan(1e-6f);
      Picture between = model.blended(1, 1).apply(content);
      assertThat(difference(between, first)).isGreaterThan(1e-4f);
      assertThat(difference(between, second)).isGreaterThan(1e-4f);
      assertThatThrownBy(() -> model.blended(0, 0)).hasMessageContaining("not all 0");
      assertThatThrownBy(() -> model.translationTo("scream")).hasMessageContaining("starry, folds");
    }
  }

  @Test
  void training_lowers_the_objective_of_each_style_and_leaves_nothing_behind() {
    var options = TINY.withStyles(List.of("a", "b")).withImageSize(32);
    options = options.withWeights(options.weights().withSmoothness(0.1).withStyle(1e9));
    var narrow =
        VggOptions.defaults()
            .withDepth(VggOptions.Depth.VGG16)
            .withDivisor(16)
            .withClassifier(List.of());
    try (var vgg =
            FeatureExtractor.random(Vgg.architecture(narrow), StyleGoal.vgg16Taps(), Device.cpu());
        var model =
            new FastStyle(
                options, StyleGoal.ofVgg16(vgg, List.of(picture(40, 40, 8), picture(24, 48, 9))))) {
      model.setDevice(Device.cpu());
      model.initialize(0);
      Phase<Images> phase = model.phases().get(0);
      var losses = new ArrayList<Float>();
      int arrays = 0;
      for (long i = 0; i < 12; i++) {
        try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
          var batch =
              new Images(Pictures.toBatch(List.of(picture(32, 32, 1), picture(32, 32, 2)), scope));
          var step = new Step<>(i, batch, scope, CounterRandom.of(0));
          losses.add(phase.learn(step).total().getFloat());
        }
        int now = model.managedArrays() + vgg.weights().size();
        assertThat(now).as("arrays after step " + i).isEqualTo(i == 0 ? now : arrays);
        arrays = now;
      }
      assertThat(losses.get(11)).isLessThan(0.97f * losses.get(0));
    }
  }

  @Test
  void a_model_for_trained_weights_says_what_training_needs() {
    try (FastStyle model = model(TINY)) {
      assertThatThrownBy(model::phases).hasMessageContaining("learn(StyleGoal)");
      var mask = new Picture(1, 8, 8, new float[64]);
      var content = StyleContent.of(picture(8, 8, 1)).withRegions(Regions.of(mask));
      assertThatThrownBy(() -> model.transfer(1).apply(content)).hasMessageContaining("mask");
    }
  }

  @Test
  void published_weights_of_any_width_load_and_old_statistics_are_passed_over() throws Exception {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    try (FastStyle model = model(TINY.withFilters(3))) {
      model
          .transformer()
          .parameters()
          .forEach((name, array) -> tensors.put(name, HostTensor.of(array)));
      try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
        tensors.put("in1.running_mean", HostTensor.of(scope.zeros(new Shape(3))));
        tensors.put("in1.running_var", HostTensor.of(scope.ones(new Shape(3))));
        tensors.put("res1.in2.running_var", HostTensor.of(scope.ones(new Shape(12))));
      }
      var file = new PublishedWeights(Path.of("candy.pth"), tensors);
      Picture content = picture(16, 20, 3);
      try (FastStyle loaded = FastStyle.published(file, Device.cpu())) {
        assertThat(loaded.options().filters()).isEqualTo(3);
        assertThat(loaded.transfer(1).apply(content)).isEqualTo(model.transfer(1).apply(content));
      }
      tensors.remove("in4.weight");
      assertThatThrownBy(
              () -> FastStyle.published(new PublishedWeights(file.file(), tensors), Device.cpu()))
          .hasMessageContaining("in4.weight");
    }
  }

  @Test
  void a_predictor_computes_what_the_model_does() throws Exception {
    try (FastStyle model = model(TINY);
        NDManager scope = NDManager.newBaseManager(Device.cpu());
        Model djl = model.transformer().toModel();
        Predictor<NDList, NDList> predictor = djl.newPredictor(new NoopTranslator(null))) {
      NDArray x = Pictures.toBatch(List.of(picture(16, 16, 6)), scope);
      float[] predicted = predictor.predict(new NDList(x)).singletonOrThrow().toFloatArray();
      float[] own = model.transformer().predict(x).toFloatArray();
      assertThat(Arrays.equals(predicted, own)).isTrue();
    }
  }
}
