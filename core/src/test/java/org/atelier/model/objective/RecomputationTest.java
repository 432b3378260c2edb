package org.atelier.model.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Recomputation.Segment;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Sequential;
import org.atelier.optim.Sgd;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class RecomputationTest {
  private static final NativeFunction FIRST = NativeFunction.of("torch.tanh(x)", "x");
  private static final NativeFunction MEAN = NativeFunction.of("torch.mean(torch.square(x))", "x");

  private static Network part(String name, int in, int out) {
    var layers = Sequential.of(Conv2d.of(out, 3).withPadding(1), Activation.leakyRelu(0.2));
    var network = new Network(name, layers, Sgd.of(1), new Shape(in, 8, 8));
    network.initialize(3, Device.cpu());
    return network;
  }

  private static NDArray picture(NDManager scope) {
    NDArray x =
        HostValues.toArray(scope, CounterRandom.of(5).gaussians(192), new Shape(1, 3, 8, 8));
    x.setRequiresGradient(true);
    return x;
  }

  /** Taps in the first segment (twice) and in the third, which is the last; the second has none. */
  private static List<Segment> chain(Network one, Network two, Network three) {
    return List.of(
        new Segment(
            x -> new NDList(FIRST.apply(x), one.evaluate(FIRST.apply(x))),
            taps ->
                Objective.of("raw", 0.5, MEAN.apply(taps.get(0)))
                    .plus("one", 2, MEAN.apply(taps.get(1)))),
        Segment.of(two::evaluate),
        new Segment(
            x -> new NDList(three.evaluate(x)),
            taps -> Objective.of("three", 3, MEAN.apply(taps.get(0)))));
  }

  private static Objective plain(List<Segment> chain, NDArray x) {
    Objective sum = null;
    NDArray input = x;
    for (Segment segment : chain) {
      NDList outputs = segment.outputs().apply(input);
      if (segment.losses() != null) {
        Objective part = segment.losses().apply(outputs);
        sum = sum == null ? part : sum.and(part);
      }
      input = outputs.get(outputs.size() - 1);
    }
    return sum;
  }

  @Test
  void the_gradient_is_that_of_the_plain_computation() {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu());
        Network one = part("one", 3, 6);
        Network two = part("two", 6, 4);
        Network three = part("three", 4, 5)) {
      NDArray x = picture(scope);
      List<Segment> chain = chain(one, two, three);
      // A function of the picture before the chain, as of a canvas, and a term beside it.
      Objective expected =
          Gradients.recording(() -> plain(chain, FIRST.apply(x)).plus("beside", MEAN.apply(x)));
      Objective found =
          Gradients.recording(
              () -> new Recomputation(chain).of(FIRST.apply(x)).plus("beside", MEAN.apply(x)));
      assertThat(found.total().getFloat()).isCloseTo(expected.total().getFloat(), within(1e-6f));
      assertThat(found.metrics().keySet()).containsExactlyElementsOf(expected.metrics().keySet());
      found
          .metrics()
          .forEach(
              (name, value) ->
                  assertThat(value.getFloat()).isEqualTo(expected.metrics().get(name).getFloat()));
      float[] gradient = Gradients.of(found.total(), List.of(x)).singletonOrThrow().toFloatArray();
      assertThat(gradient)
          .containsExactly(
              Gradients.of(expected.total(), List.of(x)).singletonOrThrow().toFloatArray(),
              within(1e-6f));
      assertThat(gradient).doesNotContain(0f);
    }
  }

  @Test
  void without_recording_it_is_the_value() {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu());
        Network one = part("one", 3, 6);
        Network two = part("two", 6, 4);
        Network three = part("three", 4, 5)) {
      NDArray x = picture(scope);
      List<Segment> chain = chain(one, two, three);
      Objective found = new Recomputation(chain).of(x);
      assertThat(found.total().getFloat()).isEqualTo(plain(chain, x).total().getFloat());
      assertThat(found.metrics().keySet()).containsExactly("raw", "one", "three");
    }
  }

  @Test
  void each_segment_runs_once_without_a_record_and_once_with_it_and_nothing_stays() {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = picture(scope);
      var runs = new ArrayList<String>();
      Segment first =
          Segment.of(
              y -> {
                runs.add("first " + Gradients.isRecording());
                return FIRST.apply(y);
              });
      Segment last =
          new Segment(
              y -> {
                runs.add("last " + Gradients.isRecording());
                return new NDList(FIRST.apply(y));
              },
              taps -> Objective.of("loss", MEAN.apply(taps.head())));
      var chain = new Recomputation(List.of(first, last));
      for (int i = 0; i < 3; i++) {
        int before = scope.getManagedArrays().size();
        try (NDManager step = scope.newSubManager()) {
          NDArray y = x.stopGradient();
          y.attach(step);
          y.setRequiresGradient(true);
          Objective objective = Gradients.recording(() -> chain.of(y));
          // The alias, the term, the total with and without a derivative.
          assertThat(step.getManagedArrays()).hasSizeLessThanOrEqualTo(6);
          Gradients.of(objective.total(), List.of(y));
        }
        assertThat(scope.getManagedArrays()).hasSize(before);
      }
      assertThat(runs.subList(0, 3)).containsExactly("first false", "last true", "first true");
      assertThat(runs).hasSize(9);
    }
  }

  @Test
  void what_is_no_chain_of_losses_is_refused_in_a_sentence() {
    assertThatThrownBy(() -> new Recomputation(List.of(Segment.of(FIRST::apply))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of which the last has losses");
    assertThatThrownBy(() -> new Recomputation(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = picture(scope);
      NDArray other = picture(scope);
      var unrelated =
          new Segment(
              y -> new NDList(FIRST.apply(other)), t -> Objective.of("a", MEAN.apply(t.head())));
      assertThatThrownBy(
              () -> Gradients.recording(() -> new Recomputation(List.of(unrelated)).of(x)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("do not depend on the input");
    }
  }
}
