package org.atelier.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atelier.model.network.Network;

/**
 * Some networks and the phases in which they learn. The training loop knows no more of a model than
 * this.
 *
 * <p>Not thread-safe while it trains; afterwards any number of threads may use the networks.
 *
 * @param <B> the batches it learns from
 */
public abstract class GenerativeModel<B> implements AutoCloseable {
  private final List<Network> networks;
  private Device device = Engine.getEngine("PyTorch").defaultDevice();

  /**
   * A model of these networks, in the order of their checkpoints.
   *
   * @throws IllegalArgumentException if there is none, or two have the same name
   */
  protected GenerativeModel(Network... networks) {
    this.networks = List.of(networks);
    if (networks.length == 0) {
      throw new IllegalArgumentException("A model needs at least one network");
    }
    var names = new HashSet<String>();
    for (Network network : networks) {
      // Files are named after them, and some systems do not tell A from a.
      if (!names.add(network.name().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "Two networks of the model are named \"" + network.name() + "\"");
      }
    }
  }

  /** What happens in a training step, in order. */
  public abstract List<Phase<B>> phases();

  /**
   * What the model was built with, as a record, which checkpoints save: from it alone the model can
   * be built again.
   */
  public abstract Record options();

  /** The networks. */
  public final List<Network> networks() {
    return networks;
  }

  /** Where the parameters are or will be. The default is the engine's: a GPU if there is one. */
  public final Device device() {
    return device;
  }

  /** Chooses the device, before the parameters are made. */
  public final void setDevice(Device device) {
    if (networks.stream().anyMatch(Network::isInitialized)) {
      throw new IllegalStateException("Choose the device before the model is initialised");
    }
    this.device = device;
  }

  /** Makes the parameters as a function of the seed. Does nothing the second time. */
  public final void initialize(long seed) {
    networks.forEach(network -> network.initialize(seed, device));
  }

  /**
   * Arrays that a resumed run needs beside the networks' (a replay pool, and how full it is), by
   * name: always the same arrays of the same shapes, finite, made by the constructor or at the
   * first call, and freed by {@link #close}. A checkpoint saves them, and a resumed run finds them
   * filled.
   */
  public Map<String, NDArray> state() {
    return Map.of();
  }

  /** Frees everything native. */
  @Override
  public void close() {
    networks.forEach(Network::close);
  }
}
