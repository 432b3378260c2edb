package org.atelier.features;

import ai.djl.Device;
import java.util.List;
import org.atelier.features.alexnet.AlexNet;
import org.atelier.features.squeezenet.SqueezeNet;
import org.atelier.features.vgg.Vgg;
import org.atelier.features.vgg.VggOptions;
import org.atelier.model.PublishedWeights;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.weights.WeightsException;

/**
 * The three networks and their taps over which LPIPS was published, for {@link
 * org.atelier.metrics.pairs.Lpips}:
 *
 * <pre>{@code
 * FeatureExtractor trunk = LpipsTrunk.ALEX.load(PublishedWeights.read(alexnet), device);
 * var lpips = new Lpips(trunk, Lpips.heads(PublishedWeights.read(heads), manager));
 * }</pre>
 */
public enum LpipsTrunk {
  /** AlexNet, five taps; heads {@code alex.pth}. The authors' choice for comparing pictures. */
  ALEX(AlexNet.architecture(), AlexNet.LPIPS_TAPS),
  /** VGG-16, five taps; heads {@code vgg.pth}. The authors' choice for a loss. */
  VGG(
      Vgg.architecture(VggOptions.defaults().withDepth(VggOptions.Depth.VGG16)),
      List.of("relu1_2", "relu2_2", "relu3_3", "relu4_3", "relu5_3")),
  /** SqueezeNet 1.1, seven taps; heads {@code squeeze.pth}. */
  SQUEEZE(SqueezeNet.architecture(), SqueezeNet.LPIPS_TAPS);

  private final FeatureArchitecture architecture;
  private final List<String> taps;

  LpipsTrunk(FeatureArchitecture architecture, List<String> taps) {
    this.architecture = architecture;
    this.taps = taps;
  }

  /** Returns the description of the network. */
  public FeatureArchitecture architecture() {
    return architecture;
  }

  /** Returns the names of the taps, in the order of the heads. */
  public List<String> taps() {
    return taps;
  }

  /**
   * Loads torchvision's weights of the trunk, as far as the last tap.
   *
   * @throws WeightsException if they are of another network
   */
  public FeatureExtractor load(PublishedWeights weights, Device device) throws WeightsException {
    return FeatureExtractor.load(architecture, taps, weights, device);
  }
}
