package org.atelier.translation.cyclegan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.Layout;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;

/**
 * A buffer of earlier fakes, so that a discriminator learns from their history and not only from
 * the generator's latest (Shrivastava et al., arXiv:1612.07828); {@code ImagePool} of the
 * reference. Until the pool is full, it stores every fake and returns it. Then, with probability
 * 0.5, it returns a stored fake, chosen uniformly, and stores the new one in its place.
 */
final class ImagePool implements AutoCloseable {
  private final NDManager manager;
  private final List<NDArray> pictures = new ArrayList<>();
  private final NDArray count;

  /**
   * Creates an empty pool.
   *
   * @param size capacity in pictures; a pool of 0 returns what it gets
   * @param picture (C, H, W)
   */
  ImagePool(int size, Shape picture, Device device) {
    manager = NDManager.newBaseManager(device, "PyTorch");
    for (int i = 0; i < size; i++) {
      pictures.add(manager.zeros(new Shape(1).addAll(picture), DataType.FLOAT32));
    }
    count = manager.zeros(new Shape(1), DataType.FLOAT32);
  }

  /** Adds what a checkpoint saves, under names that begin with {@code name}. */
  void addTo(Map<String, NDArray> state, String name) {
    if (pictures.isEmpty()) {
      return;
    }
    for (int i = 0; i < pictures.size(); i++) {
      state.put(name + "." + i, pictures.get(i));
    }
    state.put(name + ".count", count);
  }

  /**
   * Exchanges fakes with the pool.
   *
   * @param fakes (N, C, H, W)
   * @return as many fakes, new and stored ones, attached to the step's manager and detached from
   *     the autograd graph
   */
  NDArray query(Step<?> step, NDArray fakes) {
    NDArray detached = fakes.stopGradient();
    return pictures.isEmpty()
        ? detached
        : Gradients.withoutRecording(() -> query(step.manager(), step.random(), detached));
  }

  private NDArray query(NDManager scratch, CounterRandom random, NDArray fakes) {
    int before = stored(scratch);
    int stored = before;
    boolean allNew = true;
    var returned = new NDList();
    for (long i = 0; i < fakes.getShape().get(0); i++) {
      NDArray fake = fakes.get(i + ":" + (i + 1));
      NDArray chosen = fake;
      if (stored < pictures.size()) {
        Layout.copyInto(pictures.get(stored), fake);
        stored++;
      } else if (random.nextBoolean()) {
        NDArray old = pictures.get(random.nextInt(pictures.size()));
        chosen = Layout.copyOf(old, scratch);
        Layout.copyInto(old, fake);
        allNew = false;
      }
      returned.add(chosen);
    }
    if (stored > before) {
      Layout.copyInto(count, HostValues.toArray(scratch, new float[] {stored}, new Shape(1)));
    }
    return allNew ? fakes : NDArrays.concat(returned);
  }

  private int stored(NDManager scratch) {
    NDArray here = Layout.copyOf(count, scratch);
    return (int) here.toFloatArray()[0];
  }

  @Override
  public void close() {
    manager.close();
  }
}
