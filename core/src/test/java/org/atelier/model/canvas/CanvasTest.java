package org.atelier.model.canvas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.atelier.data.batch.Images;
import org.atelier.data.source.InMemory;
import org.atelier.image.Picture;
import org.atelier.latent.Latent;
import org.atelier.loss.L2;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.nn.Conv2d;
import org.atelier.optim.Adam;
import org.atelier.optim.Sgd;
import org.atelier.optim.WeightClip;
import org.atelier.random.CounterRandom;
import org.atelier.train.Checkpoints;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanvasTest {
  private static final Picture START = picture(3, 4, 5, 1);

  private static Picture picture(int channels, int height, int width, long seed) {
    var values = CounterRandom.of(seed).gaussians(channels * height * width);
    return new Picture(channels, height, width, values).clamped();
  }

  /** Runs a phase whose batch is a number of no meaning. */
  private static void learn(
      int steps, Function<Step<Integer>, Objective> objective, Canvas canvas) {
    Phase<Integer> phase = Phase.of("paint", objective, canvas);
    for (int i = 0; i < steps; i++) {
      try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
        phase.learn(new Step<>(i, 0, scope, CounterRandom.of(0, i)));
      }
    }
  }

  @Test
  void a_canvas_begins_as_its_pictures_or_latents() {
    List<Picture> pictures = List.of(START, picture(3, 4, 5, 2));
    List<Latent> latents = List.of(Latent.normal(3, 1, 0), Latent.normal(3, 1, 1));
    try (Canvas painted = Canvas.ofPictures("canvas", pictures, Sgd.of(1));
        Canvas drawn = Canvas.ofLatents("z", latents, Sgd.of(1))) {
      painted.initialize(1, Device.cpu());
      drawn.initialize(1, Device.cpu());
      assertThat(painted.pictures()).isEqualTo(pictures);
      assertThat(drawn.latents()).isEqualTo(latents);
      assertThat(painted.parameters()).containsOnlyKeys("values");
      assertThatThrownBy(painted::latents)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("canvas: expected latents (N, latent), but the canvas is (2, 3, 4, 5)");
      assertThatThrownBy(drawn::pictures).hasMessageContaining("expected pictures (N, C, H, W)");
    }
  }

  @Test
  void noise_is_a_function_of_the_seed() {
    try (Canvas one = Canvas.normal("z", new Shape(2, 500), Sgd.of(1));
        Canvas same = Canvas.normal("z", new Shape(2, 500), Sgd.of(1));
        Canvas other = Canvas.normal("z", new Shape(2, 500), Sgd.of(1))) {
      one.initialize(1, Device.cpu());
      same.initialize(1, Device.cpu());
      other.initialize(2, Device.cpu());
      assertThat(one.latents()).isEqualTo(same.latents()).isNotEqualTo(other.latents());
      assertThat(one.latents().get(0).length()).isCloseTo(Math.sqrt(500), within(3.0));
    }
  }

  @Test
  void a_step_of_gradient_descent_is_the_derivatives() {
    try (Canvas canvas = Canvas.ofPictures("canvas", List.of(START), Sgd.of(0.25))) {
      canvas.initialize(1, Device.cpu());
      learn(1, step -> Objective.of("size", canvas.values(step.manager()).square().sum()), canvas);
      var expected = new float[START.values().length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = START.values()[i] / 2;
      }
      assertThat(canvas.pictures().get(0).values()).containsExactly(expected, within(1e-6f));
    }
  }

  @Test
  void a_canvas_is_painted_through_a_frozen_network_without_a_leak() {
    Picture goal = picture(3, 4, 5, 9);
    try (Canvas canvas = Canvas.ofPictures("canvas", List.of(START), Adam.of(0.05, 0.9));
        Network eye =
            new Network("eye", Conv2d.of(16, 3).withPadding(1), Sgd.of(1), new Shape(3, 4, 5));
        NDManager outer = NDManager.newBaseManager(Device.cpu())) {
      canvas.initialize(1, Device.cpu());
      eye.initialize(1, Device.cpu());
      float[] before = eye.parameters().get("weight").toFloatArray();
      NDArray wanted = eye.predict(outer.create(goal.values(), new Shape(1, 3, 4, 5)));
      Function<Step<Integer>, Objective> seen =
          step -> Objective.of("seen", L2.of(eye.evaluate(canvas.values(step.manager())), wanted));
      learn(1, seen, canvas);
      int canvasArrays = canvas.managedArrays();
      int eyeArrays = eye.managedArrays();
      int outerArrays = outer.getManagedArrays().size();
      learn(400, seen, canvas);

      assertThat(canvas.pictures().get(0).values()).containsExactly(goal.values(), within(0.05f));
      assertThat(canvas.managedArrays()).isEqualTo(canvasArrays);
      assertThat(eye.managedArrays()).isEqualTo(eyeArrays);
      assertThat(outer.getManagedArrays()).hasSize(outerArrays);
      assertThat(eye.parameters().get("weight").toFloatArray()).containsExactly(before);
    }
  }

  @Test
  void an_optimizer_keeps_a_canvas_within_its_range() {
    try (Canvas canvas =
        Canvas.ofPictures("canvas", List.of(START), new WeightClip(Adam.of(0.5, 0.9), 1))) {
      canvas.initialize(1, Device.cpu());
      learn(20, step -> Objective.of("light", canvas.values(step.manager()).mean().neg()), canvas);
      assertThat(canvas.pictures().get(0).values()).containsOnly(1f);
    }
  }

  /** Paints the mean of its training pictures. */
  private static final class Mean extends GenerativeModel<Images> {
    record Options() {}

    private final Canvas canvas;

    Mean(Canvas canvas) {
      super(canvas);
      this.canvas = canvas;
    }

    @Override
    public List<Phase<Images>> phases() {
      return List.of(
          Phase.of(
              "paint",
              step -> {
                NDArray painted = canvas.values(step.manager());
                return Objective.of("distance", L2.of(painted, step.batch().images()));
              },
              canvas));
    }

    @Override
    public Options options() {
      return new Options();
    }
  }

  @Test
  void a_canvas_is_trained_by_the_loop_and_saved_with_its_model(@TempDir Path folder)
      throws IOException {
    Picture goal = picture(3, 4, 4, 9);
    var data = InMemory.of(List.of(goal)).images(4);
    TrainingOptions options = TrainingOptions.defaults().withBatchSize(1).withSteps(300);
    List<Picture> painted;
    try (var model = new Mean(Canvas.normal("canvas", new Shape(1, 3, 4, 4), Adam.of(0.05, 0.9)))) {
      model.canvas.keepAverage(0.5);
      new TrainingLoop<>(model, data, options).run(folder.resolve("run"));
      painted = model.canvas.pictures();
      assertThat(painted.get(0).values()).containsExactly(goal.values(), within(0.05f));
    }
    try (var loaded =
        new Mean(Canvas.normal("canvas", new Shape(1, 3, 4, 4), Adam.of(0.05, 0.9)))) {
      loaded.canvas.keepAverage(0.5);
      loaded.initialize(8);
      Checkpoints.restoreWeights(loaded, Checkpoints.latest(folder.resolve("run")));
      assertThat(loaded.canvas.pictures()).isEqualTo(painted);
    }
  }

  @Test
  void what_is_no_canvas_is_refused_in_a_sentence() {
    List<Picture> different = List.of(START, picture(3, 5, 4, 1));
    assertThatThrownBy(() -> Canvas.ofPictures("canvas", different, Sgd.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of one shape");
    assertThatThrownBy(() -> Canvas.ofLatents("z", List.of(), Sgd.of(1)))
        .hasMessage("Expected at least one latent, but got none");
    try (Canvas canvas = Canvas.normal("z", new Shape(1, 2), Sgd.of(1));
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      assertThatThrownBy(canvas::latents)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("z: the parameters are not initialised");
      assertThatThrownBy(() -> canvas.values(scope)).isInstanceOf(IllegalStateException.class);
    }
  }
}
