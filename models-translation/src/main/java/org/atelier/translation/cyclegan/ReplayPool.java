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
import org.atelier.model.Step;
import org.atelier.random.CounterRandom;

/**
 * Earlier fakes that a discriminator is shown again, so that it does not forget them (Shrivastava
 * et al., arXiv:1612.07828). Until it is full, a pool keeps every fake and gives it back. Then,
 * every other time, it gives one of its own and keeps the new one in its place.
 */
final class ReplayPool implements AutoCloseable {
  private final NDManager manager;
  private final List<NDArray> pictures = new ArrayList<>();
  private final NDArray count;

  /**
   * An empty pool.
   *
   * @param size at least 1
   * @param picture (C, H, W)
   */
  ReplayPool(int size, Shape picture, Device device) {
    manager = NDManager.newBaseManager(device, "PyTorch");
    for (int i = 0; i < size; i++) {
      pictures.add(manager.zeros(new Shape(1).addAll(picture), DataType.FLOAT32));
    }
    count = manager.zeros(new Shape(1), DataType.FLOAT32);
  }

  /** What a checkpoint keeps, under names that begin so. */
  void addTo(Map<String, NDArray> state, String name) {
    for (int i = 0; i < pictures.size(); i++) {
      state.put(name + "." + i, pictures.get(i));
    }
    state.put(name + ".count", count);
  }

  /**
   * As many fakes as are given, new ones and old ones.
   *
   * @param fakes (N, C, H, W)
   * @return attached to the step's manager, without a record of how they were made
   */
  NDArray exchange(Step<?> step, NDArray fakes) {
    NDArray made = fakes.stopGradient();
    return Gradients.withoutRecording(() -> exchange(step.manager(), step.random(), made));
  }

  private NDArray exchange(NDManager scratch, CounterRandom random, NDArray fakes) {
    int before = filled(scratch);
    int kept = before;
    boolean allNew = true;
    var shown = new NDList();
    for (long i = 0; i < fakes.getShape().get(0); i++) {
      NDArray fake = fakes.get(i + ":" + (i + 1));
      NDArray chosen = fake;
      if (kept < pictures.size()) {
        Layout.copyInto(pictures.get(kept), fake);
        kept++;
      } else if (random.nextBoolean()) {
        NDArray old = pictures.get(random.nextInt(pictures.size()));
        chosen = Layout.copyOf(old, scratch);
        Layout.copyInto(old, fake);
        allNew = false;
      }
      shown.add(chosen);
    }
    if (kept > before) {
      Layout.copyInto(count, HostValues.toArray(scratch, new float[] {kept}, new Shape(1)));
    }
    return allNew ? fakes : NDArrays.concat(shown);
  }

  private int filled(NDManager scratch) {
    NDArray here = Layout.copyOf(count, scratch);
    return (int) here.toFloatArray()[0];
  }

  @Override
  public void close() {
    manager.close();
  }
}
