package org.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Gradients;
import org.atelier.engine.Precision;
import org.atelier.loss.GradientPenalty;
import org.atelier.model.network.Network;
import org.atelier.nn.script.LayerException;
import org.atelier.optim.Sgd;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

/** Scopes of the execution context: nested, ended by exceptions, and on several threads. */
class ExecutionContextTest {
  private static final ExecutionContext MIXED =
      ExecutionContext.inference().withPrecision(Precision.MIXED);

  private static Network network() {
    var layers = Sequential.of(Linear.of(16), BatchNorm2d.of(), Activation.relu(), Linear.of(4));
    var net = new Network("net", layers, Sgd.of(1), new Shape(8));
    net.initialize(0, Device.cpu());
    return net;
  }

  private static NDArray input(NDManager scope) {
    return scope.create(CounterRandom.of(1).gaussians(32), new Shape(4, 8));
  }

  @Test
  void inner_scopes_end_and_outer_ones_hold_again() {
    ExecutionContext before = ExecutionContext.current();
    var outer = new ExecutionContext(true, Precision.MIXED, false, true, 0);
    var inner = new ExecutionContext(false, Precision.FLOAT32, true, false, 0.1);

    String result =
        outer.run(
            () -> {
              assertThat(ExecutionContext.current()).isEqualTo(outer);
              inner.run(
                  () -> {
                    assertThat(ExecutionContext.current()).isEqualTo(inner);
                    assertThat(Gradients.isRecording()).isFalse();
                    return null;
                  });
              assertThat(ExecutionContext.current()).isEqualTo(outer);
              assertThat(Gradients.isRecording()).isTrue();
              // The shorthands change recording alone.
              assertThat(Gradients.withoutRecording(ExecutionContext::current))
                  .isEqualTo(outer.withRecording(false));
              return "done";
            });

    assertThat(result).isEqualTo("done");
    assertThat(ExecutionContext.current()).isEqualTo(before);
  }

  @Test
  void a_scope_that_throws_ends_too() {
    ExecutionContext before = ExecutionContext.current();
    var outer = MIXED.withRecording(true);
    outer.run(
        () -> {
          assertThatThrownBy(
                  () ->
                      ExecutionContext.inference()
                          .run(
                              () -> {
                                throw new IOException("no disk");
                              }))
              .isInstanceOf(IOException.class)
              .hasMessage("no disk");
          assertThat(ExecutionContext.current()).isEqualTo(outer);
          try (var net = network();
              NDManager scope = NDManager.newBaseManager()) {
            NDArray wrong = input(scope).reshape(8, 4);
            assertThatThrownBy(() -> net.forward(wrong)).isInstanceOf(LayerException.class);
            assertThatThrownBy(() -> net.predict(wrong)).isInstanceOf(LayerException.class);
          }
          assertThat(ExecutionContext.current()).isEqualTo(outer);
          return null;
        });
    assertThat(ExecutionContext.current()).isEqualTo(before);
  }

  @Test
  void layer_mode_and_recording_are_independent() {
    try (var net = network();
        NDManager scope = NDManager.newBaseManager()) {
      NDArray x = input(scope);
      x.setRequiresGradient(true);
      float[] mean = net.buffers().get("1.running_mean").toFloatArray();

      // Evaluation with a gradient, as a perceptual loss needs it.
      NDArray y = Gradients.recording(() -> net.evaluate(x).sum());
      assertThat(Gradients.of(y, List.of(x)).singletonOrThrow().getShape()).isEqualTo(x.getShape());
      assertThat(net.buffers().get("1.running_mean").toFloatArray()).isEqualTo(mean);

      // Training mode without one, as fakes for a discriminator are made.
      NDArray fake = Gradients.withoutRecording(() -> net.forward(x).sum());
      assertThat(net.buffers().get("1.running_mean").toFloatArray()).isNotEqualTo(mean);
      assertThatThrownBy(() -> Gradients.of(fake, List.of(x)))
          .hasMessageContaining("The value was not recorded");
    }
  }

  @Test
  void the_thread_chooses_the_precision_and_a_gradient_penalty_its_own() {
    try (var net = network();
        NDManager scope = NDManager.newBaseManager()) {
      NDArray x = input(scope);
      float[] exact = net.forward(x).toFloatArray();
      float[] mixed = MIXED.run(() -> net.forward(x).toFloatArray());
      assertThat(mixed).isNotEqualTo(exact);
      var seen = new ArrayList<ExecutionContext>();
      MIXED
          .withRecording(true)
          .run(
              () ->
                  GradientPenalty.of(
                      y -> {
                        seen.add(ExecutionContext.current());
                        NDArray scores = net.forward(y);
                        assertThat(scores.toFloatArray()).isEqualTo(exact);
                        return scores;
                      },
                      x,
                      x,
                      scope.zeros(new Shape(4))));
      assertThat(seen)
          .containsExactly(new ExecutionContext(false, Precision.FLOAT32, true, true, 0));
      assertThat(MIXED.run(() -> net.forward(x).toFloatArray())).isEqualTo(mixed);
    }
  }

  @Test
  void a_new_thread_does_not_inherit_a_scope() throws Exception {
    var executor = Executors.newSingleThreadExecutor();
    try {
      Callable<ExecutionContext> look = ExecutionContext::current;
      ExecutionContext other =
          MIXED.withTraining(true).withSecondOrder(true).run(() -> executor.submit(look).get());
      assertThat(other.withRecording(false)).isEqualTo(ExecutionContext.inference());
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void threads_that_predict_in_their_own_precision_do_not_disturb_one_that_differentiates()
      throws Exception {
    int threads = 4;
    int rounds = 50;
    var executor = Executors.newFixedThreadPool(threads);
    try (var net = network();
        NDManager scope = NDManager.newBaseManager()) {
      NDArray x = input(scope);
      float[] exact = net.predict(x).toFloatArray();
      float[] mixed = MIXED.run(() -> net.predict(x).toFloatArray());
      assertThat(mixed).isNotEqualTo(exact);
      float[] gradient = gradient(net, scope);
      var start = new CountDownLatch(threads);
      var work = new ArrayList<Future<Integer>>();
      for (int i = 0; i < threads; i++) {
        boolean inMixed = i % 2 == 0;
        work.add(
            executor.submit(
                () -> {
                  start.countDown();
                  start.await();
                  int right = 0;
                  for (int round = 0; round < rounds; round++) {
                    try (NDManager own = NDManager.newBaseManager()) {
                      NDArray mine = input(own);
                      float[] found =
                          (inMixed ? MIXED : ExecutionContext.inference())
                              .run(() -> net.predict(mine).toFloatArray());
                      right += Arrays.equals(found, inMixed ? mixed : exact) ? 1 : 0;
                    }
                  }
                  return right;
                }));
      }
      start.await();
      for (int round = 0; round < rounds; round++) {
        assertThat(gradient(net, scope)).isEqualTo(gradient);
      }
      for (Future<Integer> right : work) {
        assertThat(right.get()).isEqualTo(rounds);
      }
    } finally {
      executor.shutdown();
    }
  }

  /** Of the sum of outputs in evaluation mode, by the input. */
  private static float[] gradient(Network net, NDManager scope) {
    NDArray x = input(scope);
    x.setRequiresGradient(true);
    NDArray sum = Gradients.recording(() -> net.evaluate(x).sum());
    return Gradients.of(sum, List.of(x)).singletonOrThrow().toFloatArray();
  }
}
