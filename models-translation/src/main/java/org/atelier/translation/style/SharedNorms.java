package org.atelier.translation.style;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.image.PictureTransform;
import org.atelier.image.Pictures;
import org.atelier.model.network.Network;
import org.atelier.nn.InstanceStatistics;
import org.atelier.nn.Layer;

/**
 * Runs a network on the tiles of a large picture with the statistics of its thumbnail (URST, Wang
 * et al., arXiv:2103.11784).
 */
public final class SharedNorms implements AutoCloseable {
  /** The longest side of a thumbnail in pixels. */
  public static final int THUMBNAIL = 1024;

  private final String name;
  private final Layer measured;
  private final Layer given;

  /**
   * Runs a network, which is initialised when it is used; this is closed before it.
   *
   * @param inputs the number of its inputs
   */
  public SharedNorms(Network network, int inputs) {
    name = network.name();
    measured = InstanceStatistics.measured(network.layers());
    given = InstanceStatistics.given(network.layers(), inputs);
  }

  /** The statistics of a norm, on the heap, since a picture's tiles outlive a native scope. */
  private record Statistics(float[] values, Shape shape) {}

  /**
   * Prepares the network for the tiles of a picture.
   *
   * @param thumbnail the picture, reduced
   * @param inputs all inputs of the network for pictures
   */
  public PictureTransform.Batches of(
      Picture thumbnail, Device device, Function<NDArray, NDArray[]> inputs) {
    List<Statistics> statistics = new ArrayList<>();
    try (NDManager scratch = NDManager.newBaseManager(device, "PyTorch")) {
      NDArray picture = Pictures.toBatch(List.of(thumbnail), scratch);
      for (NDArray norm : run(measured, new NDList(inputs.apply(picture)))) {
        statistics.add(new Statistics(norm.toFloatArray(), norm.getShape()));
      }
    }
    return pictures -> {
      var all = new NDList(inputs.apply(pictures));
      statistics.forEach(
          norm -> all.add(HostValues.toArray(pictures.getManager(), norm.values(), norm.shape())));
      return run(given, all).singletonOrThrow();
    };
  }

  private NDList run(Layer layer, NDList inputs) {
    return ExecutionContext.current()
        .withTraining(false)
        .withRecording(false)
        .run(() -> layer.run(name, inputs));
  }

  /** Frees the compiled programs, and with them the network's parameters. */
  @Override
  public void close() {
    measured.clear();
    given.clear();
  }
}
