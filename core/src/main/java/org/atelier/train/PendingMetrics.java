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
 * The metrics of steps whose numbers are still on the device. They come to the host several steps
 * at a time, in one transfer, since each transfer makes the host wait for all that the device has
 * yet to compute.
 */
final class PendingMetrics implements AutoCloseable {
  private final NDManager manager;
  private final Function<NDArray, float[]> transfer;
  private final List<StepReport> reports = new ArrayList<>();
  private final NDList scalars = new NDList();

  /** Nothing yet, on a device; {@code transfer} copies an array from it to the host. */
  PendingMetrics(Device device, Function<NDArray, float[]> transfer) {
    manager = NDManager.newBaseManager(device, "PyTorch");
    this.transfer = transfer;
  }

  /** Adds a step, before its manager is closed. */
  void add(StepReport report) {
    reports.add(report);
    if (report.size() > 0) {
      scalars.add(report.detach(manager));
    }
  }

  /** How many steps wait. */
  int size() {
    return reports.size();
  }

  /** Fetches the metrics of all steps that wait, in their order; then none waits. */
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
    // What was concatenated, and the whole.
    List.copyOf(manager.getManagedArrays()).forEach(NDArray::close);
    return metrics;
  }

  @Override
  public void close() {
    manager.close();
  }
}
