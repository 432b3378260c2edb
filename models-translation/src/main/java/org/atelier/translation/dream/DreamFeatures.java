package org.atelier.translation.dream;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.Map;
import org.atelier.model.network.Network;
import org.atelier.perception.FeatureExtractor;

/** The frozen network of a dream. */
public interface DreamFeatures {
  /**
   * Computes taps of pictures, recorded for autograd if the thread records.
   *
   * @param pictures (N, C, H, W), float32 in [-1, 1], with {@link #channels} channels
   * @return the taps by name, mostly (N, C', H', W'), attached to the manager of {@code pictures}
   */
  Map<String, NDArray> of(NDArray pictures, Collection<String> taps);

  /** Returns the number of channels of the pictures: 3, or 1. */
  int channels();

  /** Returns the device of the weights. */
  Device device();

  /** The features of an extractor, which stays open. */
  static DreamFeatures of(FeatureExtractor extractor) {
    return new DreamFeatures() {
      @Override
      public Map<String, NDArray> of(NDArray pictures, Collection<String> taps) {
        return extractor.of(pictures, taps);
      }

      @Override
      public int channels() {
        return 3;
      }

      @Override
      public Device device() {
        return extractor.device();
      }
    };
  }

  /**
   * The outputs of layers of any network, such as the encoder of sounds of a trained model; it
   * stays open. A network of a size of its own takes other sizes as far as its layers do.
   *
   * @param channels of its pictures, 1 or 3
   * @param paths dotted paths of the layers, which are the taps
   * @throws IllegalArgumentException if there is no such layer
   */
  static DreamFeatures of(Network network, int channels, Collection<String> paths) {
    return new LayerOutputs(network, channels, Map.copyOf(LayerOutputs.programs(network, paths)));
  }
}
