package org.atelier.model.canvas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.loss.L2;
import org.atelier.model.Phase;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.nn.Layer;
import org.atelier.optim.Adam;
import org.atelier.optim.Lbfgs;
import org.atelier.optim.Minimiser;
import org.atelier.optim.Schedule;
import org.atelier.optim.Sgd;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CanvasLoopTest {
  private static final CanvasLoopOptions OPTIONS = CanvasLoopOptions.defaults();
  private static final Picture START = picture(1);
  private static final Picture GOAL = picture(2);
  private static final Shape START_SHAPE = new Shape(1, 3, 6, 8);
  private static final NativeFunction LOG = NativeFunction.of("torch.mean(torch.log(x))", "x");

  private static Picture picture(long seed) {
    var values = CounterRandom.of(seed).gaussians(3 * 6 * 8);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.tanh(values[i] * 0.4);
    }
    return new Picture(3, 6, 8, values);
  }

  private static Canvas canvas(Parametrisation parametrisation, Minimiser minimiser) {
    Canvas canvas = Canvas.ofPictures("canvas", List.of(START), parametrisation, minimiser);
    canvas.initialize(1, Device.cpu());
    return canvas;
  }

  private static NDArray goal(NDManager manager) {
    return Pictures.toBatch(List.of(GOAL), manager);
  }

  private static final BiFunction<Step<NDArray>, NDArray, Objective> LIKENESS =
      (step, picture) -> Objective.of("likeness", L2.of(picture, step.batch()));

  static List<Minimiser> minimisers() {
    return List.of(Adam.of(0.05, 0.9), Lbfgs.defaults());
  }

  @ParameterizedTest
  @MethodSource("minimisers")
  void both_parametrisations_approach_the_goal_without_a_leak(Minimiser minimiser) {
    for (Parametrisation how : List.of(Pixels.defaults(), Fourier.defaults())) {
      try (Canvas canvas = canvas(how, minimiser)) {
        var values = new ArrayList<Float>();
        var scope = new NDManager[1];
        var counts = new ArrayList<Integer>();
        CanvasResult result =
            new CanvasLoop(canvas, OPTIONS.withSteps(150))
                .listening(
                    progress -> {
                      values.add(progress.terms().total());
                      counts.add(scope[0].getManagedArrays().size());
                      return true;
                    })
                .run(
                    manager -> {
                      scope[0] = manager;
                      return goal(manager);
                    },
                    LIKENESS);
        if (how instanceof Pixels) {
          assertThat(canvas.pictures().get(0).values())
              .containsExactly(GOAL.values(), within(0.02f));
        }
        assertThat(values.get(values.size() - 1)).isLessThan(values.get(0) / 20);
        assertThat(result.terms().terms()).containsOnlyKeys("likeness");
        int arrays = canvas.managedArrays();
        new CanvasLoop(canvas, OPTIONS.withSteps(3)).run(CanvasLoopTest::goal, LIKENESS);
        assertThat(canvas.managedArrays()).isEqualTo(arrays);
        // L-BFGS's history may grow up to its size, and be smaller where a pair was refused.
        int most = minimiser instanceof Lbfgs ? 3 * 20 + 15 : counts.get(0);
        assertThat(counts).allMatch(count -> count <= most);
        assertThat(scope[0].isOpen()).isFalse();
      }
    }
  }

  @Test
  void lbfgs_needs_fewer_evaluations_than_adam() {
    try (Canvas adam = canvas(Pixels.defaults(), Adam.of(0.05, 0.9));
        Canvas search = canvas(Pixels.defaults(), Lbfgs.defaults())) {
      CanvasResult first =
          new CanvasLoop(adam, OPTIONS.withSteps(100)).run(CanvasLoopTest::goal, LIKENESS);
      CanvasResult second =
          new CanvasLoop(search, OPTIONS.withSteps(10)).run(CanvasLoopTest::goal, LIKENESS);
      assertThat(first.evaluations()).isEqualTo(100);
      assertThat(second.evaluations()).isLessThan(20);
      assertThat(second.ending()).isEqualTo(CanvasResult.Ending.CONVERGED);
      assertThat(second.terms().total()).isLessThan(first.terms().total());
    }
  }

  @ParameterizedTest
  @MethodSource("minimisers")
  void a_run_is_a_function_of_its_seed(Minimiser minimiser) {
    BiFunction<Step<NDArray>, NDArray, Objective> noisy =
        (step, picture) ->
            Objective.of("noisy", L2.of(picture.add(step.normal(1, 3, 6, 8)), step.batch()));
    var found = new ArrayList<List<Picture>>();
    for (long seed : new long[] {5, 5, 6}) {
      try (Canvas canvas = canvas(Fourier.defaults(), minimiser)) {
        new CanvasLoop(canvas, OPTIONS.withSteps(5).withSeed(seed).withAverageDecay(0.5))
            .run(CanvasLoopTest::goal, noisy);
        found.add(canvas.pictures());
      }
    }
    assertThat(found.get(0)).isEqualTo(found.get(1)).isNotEqualTo(found.get(2));
  }

  @Test
  void the_answer_is_the_corrected_average_of_the_iterates() {
    double decay = 0.7;
    var iterates = new ArrayList<float[]>();
    try (Canvas plain = canvas(Pixels.defaults(), Adam.of(0.05, 0.9));
        Canvas averaged = canvas(Pixels.defaults(), Adam.of(0.05, 0.9))) {
      new CanvasLoop(plain, OPTIONS.withSteps(4))
          .listening(progress -> iterates.add(progress.pictures().get(0).values()))
          .run(CanvasLoopTest::goal, LIKENESS);
      var previews = new ArrayList<float[]>();
      new CanvasLoop(averaged, OPTIONS.withSteps(4).withAverageDecay(decay))
          .listening(progress -> previews.add(progress.pictures().get(0).values()))
          .run(CanvasLoopTest::goal, LIKENESS);
      var expected = new float[iterates.get(0).length];
      for (int i = 0; i < expected.length; i++) {
        double average = 0;
        for (float[] iterate : iterates) {
          average = decay * average + (1 - decay) * iterate[i];
        }
        expected[i] = (float) (average / (1 - Math.pow(decay, 4)));
      }
      assertThat(averaged.pictures().get(0).values()).containsExactly(expected, within(1e-6f));
      assertThat(previews.get(3)).containsExactly(averaged.pictures().get(0).values());
      assertThat(previews.get(0)).containsExactly(iterates.get(0), within(1e-6f));
      assertThat(plain.pictures().get(0).values()).containsExactly(iterates.get(3));
    }
  }

  @Test
  void a_run_ends_by_its_listener_its_tolerance_or_an_interrupt() {
    try (Canvas canvas = canvas(Pixels.defaults(), Adam.of(0.05, 0.9))) {
      var loop = new CanvasLoop(canvas, OPTIONS.withSteps(2000).withTolerance(0.01));
      CanvasResult stopped =
          loop.listening(progress -> progress.stepsDone() < 7).run(CanvasLoopTest::goal, LIKENESS);
      assertThat(stopped.ending()).isEqualTo(CanvasResult.Ending.LISTENER);
      assertThat(stopped.steps()).isEqualTo(7);

      CanvasResult interrupted =
          loop.listening(
                  progress -> {
                    if (progress.stepsDone() == 3) {
                      Thread.currentThread().interrupt();
                    }
                    return true;
                  })
              .run(CanvasLoopTest::goal, LIKENESS);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(interrupted.ending()).isEqualTo(CanvasResult.Ending.INTERRUPTED);
      assertThat(interrupted.steps()).isEqualTo(3);

      // Constant beside the likeness, so that the whole cannot fall below 1.
      CanvasResult still =
          loop.run(
              CanvasLoopTest::goal,
              (step, picture) ->
                  LIKENESS.apply(step, picture).plus("base", step.manager().ones(new Shape())));
      assertThat(still.ending()).isEqualTo(CanvasResult.Ending.CONVERGED);
      assertThat(still.steps()).isLessThan(400).isGreaterThan(20);
    }
  }

  @ParameterizedTest
  @MethodSource("minimisers")
  void what_is_not_finite_is_named_with_its_step_and_the_canvas_keeps_its_values(
      Minimiser minimiser) {
    try (Canvas canvas = canvas(Pixels.defaults(), minimiser)) {
      List<Picture> before = canvas.pictures();
      assertThatThrownBy(
              () ->
                  new CanvasLoop(canvas, OPTIONS)
                      .run(
                          CanvasLoopTest::goal,
                          (step, picture) ->
                              LIKENESS.apply(step, picture).plus("log", LOG.apply(picture))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("canvas: in step 0, the term \"log\" is NaN; choose a lower");
      assertThat(canvas.pictures()).isEqualTo(before);
    }
  }

  @Test
  void a_larger_canvas_continues_the_optimizers_state_and_the_average() {
    Adam adam = Adam.of(0.05, 0.9);
    for (Parametrisation how : List.of(Pixels.defaults(), Fourier.defaults())) {
      Canvas small = Canvas.ofPictures("canvas", List.of(START), how, adam);
      small.keepAverage(0.9);
      small.initialize(1, Device.cpu());
      new CanvasLoop(small, OPTIONS.withSteps(6)).run(CanvasLoopTest::goal, LIKENESS);
      try (small;
          Canvas large = small.resized(12, 16, adam.withSchedule(Schedule.cosine(10, 0)))) {
        var state = large.optimizerState().named();
        assertThat(state.get("values.step").getFloat()).isEqualTo(6);
        assertThat(state.get("values.exp_avg_sq").min().getFloat()).isNotNegative();
        assertThat(state.get("values.exp_avg_sq").max().getFloat()).isPositive();
        assertThat(state.get("values.exp_avg").getShape())
            .isEqualTo(how.valuesShape(new Shape(1, 3, 12, 16)));
        assertThat(state.get("values.exp_avg").abs().max().getFloat()).isPositive();
        assertThat(large.average().orElseThrow().decay()).isEqualTo(0.9);
        assertThat(large.average().orElseThrow().named().get("values").toFloatArray())
            .isNotEqualTo(large.parameters().get("values").toFloatArray());
        assertThat(large.minimiser()).isEqualTo(adam.withSchedule(Schedule.cosine(10, 0)));
        double mean = mean(small.pictures().get(0));
        assertThat(mean(large.pictures().get(0))).isCloseTo(mean, within(0.02));
        try (Canvas search = large.resized(6, 8, Lbfgs.defaults())) {
          assertThat(search.pictures()).hasSize(1);
        }
      }
    }
  }

  private static double mean(Picture picture) {
    double sum = 0;
    for (float value : picture.values()) {
      sum += value;
    }
    return sum / picture.values().length;
  }

  @Test
  void any_layer_makes_a_canvas_and_a_filter_sees_its_gradient() {
    Layer toPicture = Layer.of("torch.tanh(torch.reshape({0}, [1, 3, 6, 8]))", s -> START_SHAPE);
    try (Canvas canvas = Canvas.of("canvas", new Shape(144), toPicture, Sgd.of(40))) {
      canvas.initialize(1, Device.cpu());
      float[] before = canvas.parameters().get("values").toFloatArray();
      var shapes = new ArrayList<Shape>();
      new CanvasLoop(canvas, OPTIONS.withSteps(2))
          .filtering(
              gradient -> {
                shapes.add(gradient.getShape());
                return gradient.sub(gradient);
              })
          .run(CanvasLoopTest::goal, LIKENESS);
      assertThat(canvas.parameters().get("values").toFloatArray()).containsExactly(before);
      assertThat(shapes).containsExactly(new Shape(144), new Shape(144));

      new CanvasLoop(canvas, OPTIONS.withSteps(200)).run(CanvasLoopTest::goal, LIKENESS);
      assertThat(canvas.pictures().get(0).values()).containsExactly(GOAL.values(), within(0.05f));
      assertThatThrownBy(() -> canvas.resized(3, 3))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("canvas: only a canvas of pictures or of a parametrisation");
    }
  }

  @Test
  void what_the_loop_cannot_run_is_refused_in_a_sentence() {
    try (Canvas canvas = canvas(Pixels.defaults(), Lbfgs.defaults());
        Canvas other = canvas(Pixels.defaults(), Sgd.of(1));
        Canvas blank = Canvas.normal("blank", new Shape(2), Sgd.of(1))) {
      Phase<NDArray> foreign =
          Phase.of("paint", step -> LIKENESS.apply(step, other.picture(step.manager())), other);
      assertThatThrownBy(() -> new CanvasLoop(canvas, OPTIONS).run(CanvasLoopTest::goal, foreign))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("only learner is the canvas \"canvas\"");
      assertThatThrownBy(
              () ->
                  new CanvasLoop(canvas, OPTIONS)
                      .filtering(g -> g)
                      .run(CanvasLoopTest::goal, LIKENESS))
          .hasMessageContaining("L-BFGS needs the gradient as it is");
      Phase<NDArray> alone =
          Phase.of("paint", step -> LIKENESS.apply(step, canvas.picture(step.manager())), canvas);
      try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
        var step = new Step<>(0, goal(scope), scope, CounterRandom.of(0));
        assertThatThrownBy(() -> alone.learn(step))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("run it by CanvasLoop");
      }
      assertThatThrownBy(() -> new CanvasLoop(blank, OPTIONS).run(m -> 0, (s, p) -> null))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("blank: the parameters are not initialised");
    }
  }
}
