package org.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.atelier.engine.Gradients;
import org.atelier.engine.Layout;
import org.junit.jupiter.api.Test;

/** How layers run: threads, gradients, modes, names, memory, locales. */
class ExecutionTest {
  private static final Shape PICTURES = new Shape(2, 3, 8, 8);

  private static Sequential net() {
    return Sequential.of(
        Conv2d.of(4, 3).withPadding(1),
        BatchNorm2d.of(),
        Activation.leakyRelu(0.2),
        Pool2d.average(2),
        Flatten.of(),
        Linear.of(2));
  }

  private static <T> T inFreshThread(Callable<T> work)
      throws InterruptedException, ExecutionException {
    var task = new FutureTask<>(work);
    new Thread(task).start();
    return task.get();
  }

  @Test
  void a_fresh_thread_computes_the_same_and_keeps_its_gradient_mode() throws Exception {
    try (var rig = new Rig(net(), PICTURES)) {
      NDArray x = rig.normal(1, PICTURES);
      boolean before = Gradients.isRecording();
      float[] here = rig.run(Rig.EVALUATION, x).toFloatArray();
      assertThat(Gradients.isRecording()).isEqualTo(before);
      float[] there =
          inFreshThread(
              () -> {
                boolean mode = Gradients.isRecording();
                float[] result = rig.run(Rig.EVALUATION, x).toFloatArray();
                assertThat(Gradients.isRecording()).isEqualTo(mode);
                return result;
              });
      assertThat(there).isEqualTo(here);
      Gradients.recording(
          () -> {
            rig.run(Rig.EVALUATION, x);
            assertThat(Gradients.isRecording()).isTrue();
            return null;
          });
      assertThat(Gradients.isRecording()).isEqualTo(before);
    }
  }

  @Test
  void gradients_are_the_same_in_a_fresh_thread() throws Exception {
    try (var rig = new Rig(net(), PICTURES)) {
      NDArray x = rig.normal(1, PICTURES);
      List<NDArray> ones = List.of(rig.manager.ones(new Shape(2, 2)));
      float[] here = rig.differentiate(Rig.TRAINING, List.of(x), ones).input().toFloatArray();
      float[] there =
          inFreshThread(
              () -> rig.differentiate(Rig.TRAINING, List.of(x), ones).input().toFloatArray());
      assertThat(there).isEqualTo(here);
    }
  }

  @Test
  void two_threads_at_once_compute_the_same() throws Exception {
    try (var rig = new Rig(net(), PICTURES)) {
      NDArray x = rig.normal(1, PICTURES);
      float[] expected = rig.run(Rig.EVALUATION, x).toFloatArray();
      var pool = Executors.newFixedThreadPool(2);
      try {
        Callable<Boolean> work =
            () -> {
              boolean same = true;
              for (int i = 0; i < 30; i++) {
                try (NDManager step = rig.manager.newSubManager()) {
                  NDArray copy = x.duplicate();
                  copy.attach(step);
                  copy.setRequiresGradient(true);
                  NDArray output = Gradients.recording(() -> rig.run(Rig.EVALUATION, copy));
                  Gradients.of(Gradients.recording(output::sum), List.of(copy));
                  same &= Arrays.equals(output.toFloatArray(), expected);
                }
              }
              return same;
            };
        for (var future : pool.invokeAll(List.of(work, work))) {
          assertThat(future.get()).isTrue();
        }
      } finally {
        pool.shutdown();
      }
    }
  }

  @Test
  void evaluation_may_be_recorded_and_training_need_not_be() {
    try (var rig = new Rig(net(), PICTURES)) {
      NDArray x = rig.normal(1, PICTURES);
      x.setRequiresGradient(true);
      float[] mean = runningMean(rig);
      NDArray output = Gradients.recording(() -> rig.run(Rig.EVALUATION, x).sum());
      assertThat(Gradients.of(output, List.of(x)).get(0).getShape()).isEqualTo(PICTURES);
      assertThat(runningMean(rig)).isEqualTo(mean);
      Gradients.withoutRecording(() -> rig.run(Rig.TRAINING, x));
      assertThat(runningMean(rig)).isNotEqualTo(mean);
    }
  }

  private static float[] runningMean(Rig rig) {
    return rig.layer.namedParameters().get("1.running_mean").getArray().toFloatArray();
  }

  @Test
  void an_unrecorded_result_may_be_changed_and_learn_later() {
    try (var rig = new Rig(Conv2d.of(2, 1), PICTURES)) {
      NDArray pooled =
          Gradients.withoutRecording(() -> rig.run(Rig.EVALUATION, rig.normal(1, PICTURES)));
      pooled.addi(1);
      pooled.setRequiresGradient(true);
      NDArray loss = Gradients.recording(() -> pooled.mul(pooled).sum());
      NDArray gradient = Gradients.of(loss, List.of(pooled)).singletonOrThrow();
      assertThat(gradient.toFloatArray()).isEqualTo(pooled.mul(2).toFloatArray());
    }
  }

  @Test
  void parameters_gradients_and_moments_share_a_layout() {
    expectOneLayout(net(), new int[] {0, 2, 3, 1});
  }

  @Test
  void a_network_with_instance_norm_lies_row_by_row() {
    expectOneLayout(
        Sequential.of(
            Conv2d.of(4, 3),
            InstanceNorm2d.of(),
            Conv2d.of(3, 3),
            GlobalPool.average(),
            Linear.of(2)),
        new int[] {0, 1, 2, 3});
  }

  private static void expectOneLayout(Layer net, int[] order) {
    try (var rig = new Rig(net, PICTURES)) {
      NDArray x = rig.normal(1, PICTURES);
      var result =
          rig.differentiate(Rig.TRAINING, List.of(x), List.of(rig.manager.ones(new Shape(2, 2))));
      NDArray weight = rig.layer.namedParameters().get("0.weight").getArray();
      NDArray gradient = result.parameters().get("0.weight");
      NDArray moment = Layout.zerosLike(weight, rig.manager);
      NDArray copy = Layout.copyOf(weight, rig.manager);
      for (NDArray array : List.of(weight, gradient, moment, copy)) {
        try (var module =
            org.atelier.engine.NativeModule.compile(
                "x: Tensor",
                "List[Tensor]",
                "    y = torch.as_strided(x, [torch.numel(x)], [1])\n    return [y]\n")) {
          // Memory order: a channels-last array steps through its channels first.
          NDArray memory =
              module
                  .call(new NDList(org.atelier.engine.NativeModule.alone(array)), false)
                  .singletonOrThrow();
          assertThat(memory.toFloatArray())
              .isEqualTo(array.transpose(order).flatten().toFloatArray());
        }
      }
      float[] before = weight.toFloatArray();
      Layout.copyInto(weight, rig.manager.create(before, weight.getShape()));
      assertThat(weight.toFloatArray()).isEqualTo(before);
    }
  }

  @Test
  void names_of_inputs_do_not_matter() {
    try (var rig = new Rig(net(), PICTURES)) {
      NDArray x = rig.normal(1, PICTURES);
      float[] expected = rig.run(Rig.EVALUATION, x).toFloatArray();
      for (String name : List.of("a.b", "p[]", "x()", "")) {
        x.setName(name);
        assertThat(rig.run(Rig.EVALUATION, x).toFloatArray()).isEqualTo(expected);
        assertThat(x.getName()).isEqualTo(name);
      }
    }
  }

  @Test
  void a_parameter_may_be_an_input() {
    try (var rig = new Rig(Linear.of(3), new Shape(2, 3))) {
      Parameter weight = rig.layer.namedParameters().get("weight");
      NDArray x = weight.getArray();
      x.setRequiresGradient(true);
      NDArray square = Gradients.recording(() -> rig.run(Rig.TRAINING, x).sum());
      float[] gradient = Gradients.of(square, List.of(x)).singletonOrThrow().toFloatArray();
      float[] w = x.toFloatArray();
      // Σᵢⱼ Σₖ wᵢₖ·wⱼₖ has the derivative 2·Σⱼ wⱼₖ.
      assertThat(gradient[4])
          .isCloseTo(2 * (w[1] + w[4] + w[7]), org.assertj.core.api.Assertions.within(1e-5f));
    }
  }

  @Test
  void the_text_is_the_same_in_every_locale() {
    Locale before = Locale.getDefault();
    var texts = new ArrayList<String>();
    try {
      for (String tag : List.of("en", "ar-u-nu-arab", "de-DE", "hi-u-nu-deva", "tr")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        try (var rig =
            new Rig(
                Sequential.of(
                    Pad.reflection(12),
                    SpectralNorm.of(Conv2d.of(12, 3)),
                    BatchNorm2d.of().withEpsilon(1e-12).withMomentum(1234.5e-4),
                    Activation.leakyRelu(0.2),
                    Pad.circular(1),
                    Upsample.bilinear(1.5),
                    Dropout.of(0.25),
                    Residual.of(Activation.tanh()).withScale(0.1)),
                new Shape(1, 3, 16, 16))) {
          texts.add(rig.text(Rig.TRAINING, new Shape(1, 3, 16, 16)));
          rig.run(Rig.TRAINING, rig.normal(1, new Shape(1, 3, 16, 16)));
        }
      }
    } finally {
      Locale.setDefault(before);
    }
    assertThat(texts.get(0)).contains("1.0E-12", "0.12345", "[12, 12, 12, 12]");
    assertThat(texts).containsOnly(texts.get(0));
  }

  @Test
  void the_text_does_not_depend_on_sizes_so_that_many_shapes_share_a_module() {
    var layer =
        Sequential.of(
            Pad.reflection(1),
            SpectralNorm.of(Conv2d.of(4, 3)),
            InstanceNorm2d.of(),
            Activation.relu(),
            Upsample.bicubic(2),
            PixelShuffle.of(2),
            Residual.of(Pool2d.max(3).withStride(1).withPadding(1)),
            Skip.over(Pad.zero(0)),
            GlobalPool.average(),
            Reshape.to(1, 1, 2),
            Flatten.of(),
            Linear.of(1));
    try (var rig = new Rig(layer, PICTURES)) {
      String text = layer.text(Rig.TRAINING, new Shape(2, 3, 40, 40));
      for (int n = 1; n < 4; n++) {
        for (int side = 33; side < 37; side++) {
          var shape = new Shape(n, 3, side, side + n);
          assertThat(layer.text(Rig.TRAINING, shape)).isEqualTo(text);
          rig.run(Rig.TRAINING, rig.normal(1, shape));
        }
      }
    }
  }

  @Test
  void steps_leave_nothing_in_the_managers_that_last() {
    var layer =
        Sequential.of(
            SpectralNorm.of(Conv2d.of(4, 3)),
            BatchNorm2d.of(),
            Activation.relu(),
            Residual.of(ai.djl.nn.Blocks.identityBlock()),
            GlobalPool.average(),
            Linear.of(1));
    try (var rig = new Rig(layer, PICTURES)) {
      NDArray canvas = rig.normal(1, PICTURES);
      canvas.setRequiresGradient(true);
      int before = -1;
      for (int i = 0; i < 4; i++) {
        try (NDManager step = rig.manager.newSubManager()) {
          NDArray seed = rig.normal(2, PICTURES);
          seed.attach(step);
          NDArray loss = Gradients.recording(() -> rig.run(Rig.TRAINING, seed.add(canvas)).sum());
          Gradients.of(loss, List.of(canvas));
          // A named array as an input of a function, and of a copy.
          Layout.copyInto(seed, canvas);
        }
        int now = rig.manager.getManagedArrays().size();
        if (i > 0) {
          assertThat(now).isEqualTo(before);
        }
        before = now;
      }
    }
  }

  @Test
  void dropout_drops_in_training_only_and_keeps_the_mean() {
    var shape = new Shape(4, 50, 10, 10);
    try (var rig = new Rig(Dropout.of(0.25), shape);
        var channels = new Rig(Dropout.ofChannels(0.25), shape)) {
      NDArray ones = rig.manager.ones(shape);
      assertThat(rig.run(Rig.EVALUATION, ones).toFloatArray()).containsOnly(1);
      NDArray dropped = rig.run(Rig.TRAINING, ones);
      assertThat(dropped.mean().getFloat())
          .isCloseTo(1, org.assertj.core.api.Assertions.within(0.05f));
      assertThat(dropped.max().getFloat()).isEqualTo(1 / 0.75f);
      assertThat(dropped.gt(0).toType(DataType.FLOAT32, false).mean().getFloat())
          .isCloseTo(0.75f, org.assertj.core.api.Assertions.within(0.02f));
      // Whole channels: each one's mean is 0 or 1/(1 − share).
      NDArray means = channels.run(Rig.TRAINING, ones).reshape(200, 100).mean(new int[] {1});
      assertThat(means.mul(0.75f).round().div(0.75f).sub(means).abs().max().getFloat())
          .isLessThan(1e-5f);
    }
  }
}
