package org.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.List;
import java.util.Map;
import org.atelier.nn.script.LayerException;
import org.junit.jupiter.api.Test;

/** Containers, DJL's own blocks in ours and ours in DJL's, and errors that name the place. */
class ContainersTest {
  private static final Shape PICTURES = new Shape(2, 3, 8, 8);

  private static void assertRefused(Layer layer, String message, Shape... shapes) {
    try (var manager = ai.djl.ndarray.NDManager.newBaseManager()) {
      assertThatThrownBy(() -> layer.initialize("net", manager, 0, shapes))
          .isInstanceOf(LayerException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void labels_reach_the_layers_that_take_them() {
    var net =
        Sequential.of(
            Conv2d.of(4, 1),
            Residual.of(Sequential.of(ConditionalBatchNorm2d.of(5), Activation.relu())),
            Skip.over(ConditionalBatchNorm2d.of(5)),
            Parallel.of(GlobalPool.average(), ConditionalBatchNorm2d.of(5)));
    try (var rig = new Rig(net, PICTURES, new Shape(2))) {
      NDArray x = rig.normal(1, PICTURES);
      NDArray labels = rig.manager.create(new int[] {4, 0});
      NDList outputs = rig.runAll(Rig.TRAINING, x, labels);
      assertThat(outputs.get(0).getShape()).isEqualTo(new Shape(2, 8));
      assertThat(outputs.get(1).getShape()).isEqualTo(new Shape(2, 8, 8, 8));
      assertThatThrownBy(() -> rig.run(Rig.TRAINING, x))
          .isInstanceOf(LayerException.class)
          .hasMessage("net.1.block.0: expected 2 inputs, but got 1");
      assertThatThrownBy(() -> rig.run(Rig.TRAINING, x, rig.normal(2, new Shape(2))))
          .hasMessage("net.1.block.0: expected labels of type int64, but got float32");
    }
  }

  @Test
  void a_condition_is_concatenated_to_the_input() {
    var net =
        Sequential.of(ConcatCondition.after(Linear.of(2)), ConcatCondition.after(Layer.of("{0}")));
    try (var rig = new Rig(net, new Shape(3, 4), new Shape(3, 5))) {
      NDArray x = rig.normal(1, new Shape(3, 4));
      NDArray told = rig.normal(2, new Shape(3, 5));
      NDArray joined = rig.run(Rig.EVALUATION, x, told);
      assertThat(joined.getShape()).isEqualTo(new Shape(3, 11));
      assertThat(joined.get(":, :4").toFloatArray()).isEqualTo(x.toFloatArray());
      assertThat(joined.get(":, 6:").toFloatArray()).isEqualTo(told.toFloatArray());
      assertThat(net.namedParameters()).containsOnlyKeys("0.block.weight", "0.block.bias");
      assertThatThrownBy(() -> rig.run(Rig.EVALUATION, x))
          .hasMessageContaining("expected 2 inputs");
    }
    assertRefused(
        ConcatCondition.after(Reshape.to(1, 2, 2)),
        "expected shapes that differ in channels only",
        PICTURES,
        new Shape(2, 4));
  }

  @Test
  void a_named_condition_is_concatenated_before_the_input() {
    var net = Sequential.of(ConcatCondition.before("label_emb", Embedding.of(3, 2)));
    try (var rig = new Rig(net, new Shape(2, 4), new Shape(2))) {
      NDArray x = rig.normal(1, new Shape(2, 4));
      NDArray joined = rig.run(Rig.EVALUATION, x, rig.manager.create(new long[] {2, 0}));
      assertThat(joined.getShape()).isEqualTo(new Shape(2, 6));
      assertThat(joined.get(":, 2:").toFloatArray()).isEqualTo(x.toFloatArray());
      NDArray vectors = net.namedParameters().get("0.label_emb.weight").getArray();
      assertThat(joined.get("0, :2").toFloatArray()).isEqualTo(vectors.get(2).toFloatArray());
    }
  }

  @Test
  void a_label_is_concatenated_as_a_one_hot_vector() {
    var net = Sequential.of(ConcatCondition.oneHot(3));
    try (var rig = new Rig(net, new Shape(2, 4), new Shape(2))) {
      NDArray x = rig.normal(1, new Shape(2, 4));
      NDArray joined = rig.run(Rig.EVALUATION, x, rig.manager.create(new long[] {2, 0}));
      assertThat(joined.get(":, :4").toFloatArray()).isEqualTo(x.toFloatArray());
      assertThat(joined.get(":, 4:").toFloatArray()).containsExactly(0, 0, 1, 1, 0, 0);
      assertThat(net.namedParameters()).isEmpty();
      assertThatThrownBy(() -> rig.run(Rig.EVALUATION, x, rig.normal(2, new Shape(2))))
          .hasMessageContaining("expected labels of type int64, but got float32");
    }
  }

  @Test
  void several_values_pass_from_layer_to_layer() {
    var net =
        Sequential.of(
            Concat.channels(),
            Conv2d.of(4, 1),
            Parallel.of(GlobalPool.max(), GlobalPool.average()),
            Concat.channels(),
            Linear.of(1));
    try (var rig = new Rig(net, PICTURES, PICTURES)) {
      NDArray x = rig.normal(1, PICTURES);
      assertThat(rig.run(Rig.TRAINING, x, x).getShape()).isEqualTo(new Shape(2, 1));
    }
  }

  @Test
  void taps_stop_after_the_last_and_keep_the_parameters_names() {
    var features =
        Sequential.of(Conv2d.of(4, 1), Activation.relu(), Conv2d.of(5, 1), Conv2d.of(6, 1));
    try (var rig = new Rig(Taps.of(features, "2", "0"), PICTURES)) {
      assertThat(
              rig.layer.namedParameters().entrySet().stream()
                  .filter(entry -> entry.getValue().isInitialized())
                  .map(Map.Entry::getKey))
          .containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
      NDList outputs = rig.runAll(Rig.EVALUATION, rig.normal(1, PICTURES));
      assertThat(outputs.getShapes()).containsExactly(new Shape(2, 5, 8, 8), new Shape(2, 4, 8, 8));
      assertThat(outputs.get(1).min().getFloat()).isNegative();
    }
    assertThatThrownBy(() -> Taps.of(features, "7"))
        .hasMessage("expected taps among [, 0, 1, 2, 3], but got [7]");
  }

  @Test
  void plain_djl_blocks_run_and_learn_inside_ours() {
    var net =
        Sequential.of(
            Flatten.of(),
            ai.djl.nn.core.Linear.builder().setUnits(6).build(),
            Residual.of(
                Sequential.of(
                    ai.djl.nn.core.Linear.builder().setUnits(6).build(), Activation.tanh())),
            Linear.of(2));
    try (var rig = new Rig(net, PICTURES)) {
      NDArray x = rig.normal(1, PICTURES);
      NDArray ones = rig.manager.ones(new Shape(2, 2));
      var result = rig.differentiate(Rig.TRAINING, List.of(x), List.of(ones));
      assertThat(result.output().getShape()).isEqualTo(new Shape(2, 2));
      assertThat(result.input().getShape()).isEqualTo(PICTURES);
      assertThat(result.parameters()).hasSize(6);
      assertThat(result.parameters().values())
          .allSatisfy(g -> assertThat(g.abs().sum().getFloat()).isPositive());
      // The same weights in our own layers give the same.
      var ours =
          Sequential.of(
              Flatten.of(),
              Linear.of(6),
              Residual.of(Sequential.of(Linear.of(6), Activation.tanh())),
              Linear.of(2));
      try (var twin = new Rig(ours, PICTURES)) {
        twin.layer
            .namedParameters()
            .forEach(
                (name, parameter) ->
                    twin.set(
                        parameter,
                        rig.layer.namedParameters().get(name).getArray().toFloatArray()));
        var expected = twin.differentiate(Rig.TRAINING, List.of(x), List.of(ones));
        assertThat(result.input().sub(expected.input()).abs().max().getFloat()).isLessThan(1e-5f);
      }
    }
  }

  @Test
  void djls_trainer_trains_a_layer_inside_djls_own_sequential_block() {
    var block = new SequentialBlock().add(Conv2d.of(2, 3)).add(BatchNorm2d.of());
    block.add(Sequential.of(Activation.relu(), GlobalPool.average(), Linear.of(1)));
    try (Model model = Model.newInstance("net", "PyTorch")) {
      model.setBlock(block);
      var config =
          new DefaultTrainingConfig(Loss.l2Loss())
              .optOptimizer(Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.05f)).build());
      try (var trainer = model.newTrainer(config)) {
        trainer.initialize(PICTURES);
        NDArray x = trainer.getManager().ones(PICTURES);
        NDArray target = trainer.getManager().ones(new Shape(2, 1)).mul(3);
        float first = 0;
        float last = 0;
        for (int i = 0; i < 20; i++) {
          try (var collector = trainer.newGradientCollector()) {
            NDArray loss =
                trainer.getLoss().evaluate(new NDList(target), trainer.forward(new NDList(x)));
            collector.backward(loss);
            last = loss.getFloat();
            first = i == 0 ? last : first;
          }
          trainer.step();
        }
        assertThat(last).isLessThan(first * 0.5f);
      }
    }
  }

  @Test
  void errors_name_the_path() {
    var net = Sequential.of(Map.of("main", Sequential.of(Conv2d.of(4, 1), Conv2d.of(4, 3))));
    try (var rig = new Rig(net, PICTURES)) {
      assertThatThrownBy(() -> rig.run(Rig.TRAINING, rig.normal(1, new Shape(2, 5, 8, 8))))
          .isInstanceOf(LayerException.class)
          .hasMessage("net.main.0: expected 3 channels, but got 5");
      assertThatThrownBy(() -> rig.run(Rig.TRAINING, rig.normal(1, new Shape(2, 3, 2, 8))))
          .hasMessageStartingWith("net.main.1: expected pictures at least 3 pixels high");
      assertThatThrownBy(() -> rig.run(Rig.TRAINING, rig.manager.create(new int[384], PICTURES)))
          .hasMessageStartingWith("net.main.0: expected values of type float32, but got int32");
    }
  }

  @Test
  void single_values_are_not_normalised() {
    var one = new Shape(1, 4, 1, 1);
    assertRefused(BatchNorm2d.of(), "more than one value", one);
    assertRefused(ConditionalBatchNorm2d.of(2), "more than one value", one, new Shape(1));
    assertRefused(InstanceNorm2d.of(), "more than one value", new Shape(8, 4, 1, 1));
    assertRefused(GroupNorm.of(4), "more than one value", new Shape(8, 4, 1, 1));
    assertRefused(LayerNorm.overLast(1), "more than one value", new Shape(8, 4, 4, 1));
    var tracking = InstanceNorm2d.of().withRunningStatistics();
    try (var rig = new Rig(tracking, PICTURES)) {
      rig.run(Rig.EVALUATION, rig.normal(1, new Shape(2, 3, 1, 1)));
    }
  }

  @Test
  void what_does_not_fit_is_refused_in_words() {
    assertRefused(Pad.reflection(8), "net: expected pictures at least 9 pixels wide", PICTURES);
    assertRefused(Pad.circular(9), "at least 9 pixels wide for a padding of 9", PICTURES);
    assertRefused(PixelShuffle.of(2), "expected a multiple of 4 channels, but got 3", PICTURES);
    assertRefused(PixelUnshuffle.of(3), "multiples of 3, but got 8 × 8", PICTURES);
    assertRefused(GroupNorm.of(2), "expected a multiple of 2 channels, but got 3", PICTURES);
    assertRefused(Reshape.to(5), "of 5 values for each example", PICTURES);
    assertRefused(Pool2d.max(9), "at least 9 pixels", PICTURES);
    assertRefused(Upsample.nearest(0.1), "leaves no pixels", PICTURES);
    assertRefused(
        ConvTranspose2d.of(4, 3).withPadding(5),
        "net: a padding of 5 leaves no output of pictures with a side of 8 pixels",
        PICTURES);
    assertRefused(Residual.of(Conv2d.of(4, 1)), "as its shortcut does", PICTURES);
    assertRefused(Skip.over(Conv2d.of(4, 3)), "differ in channels only", PICTURES);
    assertRefused(Conv2d.of(4, 3), "pictures of shape (N, C, H, W)", new Shape(2, 3));
    assertRefused(
        ConditionalBatchNorm2d.of(4), "one label for each of 2 pictures", PICTURES, new Shape(3));
    assertThatThrownBy(() -> SpectralNorm.of(Activation.relu()))
        .hasMessageContaining("a parameter \"weight\" of its own");
    assertThatThrownBy(() -> Upsample.nearest(2).withAlignedCorners())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Dropout.of(1.5)).hasMessage("share must be in [0, 1], but was 1.5");
  }
}
