package org.atelier.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Metrics of steps that have not yet been transferred from the device. They are transferred for
 * several steps at a time, since each transfer waits until the device has finished all queued
 * operations.
 */
final class PendingMetrics implements AutoCloseable {
  private final NDManager manager;
  private final Function<NDArray, float[]> transfer;
  private final List<StepReport> reports = new ArrayList<>();
  private final NDList scalars = new NDList();

  /**
   * Creates an empty queue on a device.
   *
   * @param transfer copies an array from the device to the host
   */
  PendingMetrics(Device device, Function<NDArray, float[]> transfer) {
    manager = NDManager.newBaseManager(device, "PyTorch");
    this.transfer = transfer;
  }

  /** Adds a step; must be called before the step's manager is closed. */
  void add(StepReport report) {
    reports.add(report);
    if (report.size() > 0) {
      scalars.add(report.detach(manager));
    }
  }

  /** Returns the number of pending steps. */
  int size() {
    return reports.size();
  }

  /** Transfers and removes the metrics of all pending steps, in order. */
  List<StepMetrics> fetch() {
    var numbers = new float[0];
    if (!scalars.isEmpty()) {
      numbers = transfer.apply(scalars.size() == 1 ? scalars.head() : NDArrays.concat(scalars));
    }
    var metrics = new ArrayList<StepMetrics>(reports.size());
    int from = 0;
    for (StepReport report : reports) {
      metrics.add(report.unpack(numbers, from));
      from += report.size();
    }
    reports.clear();
    scalars.clear();
    // The concatenated arrays and their concatenation.
    List.copyOf(manager.getManagedArrays()).forEach(NDArray::close);
    return metrics;
  }

  @Override
  public void close() {
    manager.close();
  }
}
