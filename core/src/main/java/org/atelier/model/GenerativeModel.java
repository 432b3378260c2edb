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
 * A generative model: its networks and the phases of a training step. This is all that the training
 * loop requires of a model.
 *
 * <p>Not thread-safe during training; afterwards any number of threads may use the networks.
 *
 * @param <B> the type of training batches
 */
public abstract class GenerativeModel<B> implements AutoCloseable {
  private final List<Network> networks;
  private Device device = Engine.getEngine("PyTorch").defaultDevice();

  /**
   * Creates a model of these networks, which checkpoints save in this order.
   *
   * @throws IllegalArgumentException if there is no network, or two have the same name (ignoring
   *     case)
   */
  protected GenerativeModel(Network... networks) {
    this.networks = List.of(networks);
    if (networks.length == 0) {
      throw new IllegalArgumentException("A model needs at least one network");
    }
    var names = new HashSet<String>();
    for (Network network : networks) {
      // Files are named after the networks, and some file systems ignore case.
      if (!names.add(network.name().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "Two networks of the model are named \"" + network.name() + "\"");
      }
    }
  }

  /** Returns the phases of a training step, in order. */
  public abstract List<Phase<B>> phases();

  /**
   * Returns the model's options, a record from which an equal untrained model can be constructed;
   * checkpoints save it.
   */
  public abstract Record options();

  /** Returns the networks. */
  public final List<Network> networks() {
    return networks;
  }

  /** Returns the device of the parameters. The default is the engine's: a GPU if there is one. */
  public final Device device() {
    return device;
  }

  /**
   * Sets the device of the parameters.
   *
   * @throws IllegalStateException if the model is initialised already
   */
  public final void setDevice(Device device) {
    if (networks.stream().anyMatch(Network::isInitialized)) {
      throw new IllegalStateException("Choose the device before the model is initialised");
    }
    this.device = device;
  }

  /**
   * Initialises the parameters, which are a function of the seed. Has no effect if they are
   * initialised already.
   */
  public final void initialize(long seed) {
    networks.forEach(network -> network.initialize(seed, device));
  }

  /**
   * Returns further training state by name, such as an image pool and its fill level; none by
   * default. Checkpoints save these arrays, and a resumed run restores their values. They must be
   * the same finite arrays of the same shapes at every call, created by the constructor or at the
   * first call, and freed by {@link #close}.
   */
  public Map<String, NDArray> state() {
    return Map.of();
  }

  /** Frees all native memory of the model. */
  @Override
  public void close() {
    networks.forEach(Network::close);
  }
}
