package org.atelier.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeFunction;
import org.atelier.model.network.Network;
import org.atelier.nn.Activation;
import org.atelier.nn.Linear;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call costs beside its arithmetic: everything here is so small that little else is left.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Overhead {
  private static final NativeFunction ADD_ONE = NativeFunction.of("torch.add(x, 1)", "x");

  private final float[] values = new float[64 * 16];
  private final Network network =
      new Network(
          "mlp",
          Sequential.of(
              Linear.of(32), Activation.relu(), Linear.of(32), Activation.relu(), Linear.of(1)),
          Adam.of(1e-9, 0.5),
          new Shape(16));

  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray one = manager.ones(new Shape(1));
  private final NDList gradients = new NDList();
  private long step;

  /** Makes the network and some gradients. */
  @Setup(Level.Trial)
  public void prepare() {
    network.initialize(0, manager.getDevice());
    network.parameters().values().forEach(p -> gradients.add(manager.ones(p.getShape())));
  }

  /** Frees them. */
  @TearDown(Level.Trial)
  public void close() {
    network.close();
    manager.close();
  }

  /** One addition in a script: the price of the door itself. */
  @Benchmark
  public void nativeFunction() {
    ADD_ONE.apply(one).close();
  }

  /** A manager for a step, and a batch in it. */
  @Benchmark
  public void scopeAndBatch() {
    try (NDManager scope = NDManager.newBaseManager()) {
      scope.create(values, new Shape(64, 16));
    }
  }

  /** As {@link #scopeAndBatch}, and a small network's prediction. */
  @Benchmark
  public void prediction() {
    try (NDManager scope = NDManager.newBaseManager()) {
      network.predict(scope.create(values, new Shape(64, 16)));
    }
  }

  /** As {@link #prediction}, recorded, with the gradients of all parameters. */
  @Benchmark
  public void gradients() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray x = scope.create(values, new Shape(64, 16));
      NDArray loss = Gradients.recording(() -> network.forward(x).mean());
      List<NDArray> parameters = new ArrayList<>(network.parameters().values());
      Gradients.of(loss, parameters);
    }
  }

  /** The update of a small network's six parameters. */
  @Benchmark
  public void adamUpdate() {
    network.learn(gradients, step++);
  }
}
