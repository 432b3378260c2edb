package org.atelier.features;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.atelier.features.alexnet.AlexNet;
import org.atelier.features.inception.InceptionV3;
import org.atelier.features.mobilenet.BundledMobileNetV2;
import org.atelier.features.mobilenet.MobileNetV2;
import org.atelier.features.resnet.ResNet50;
import org.atelier.features.squeezenet.SqueezeNet;
import org.atelier.features.vgg.CompressedVgg;
import org.atelier.features.vgg.NormalisedVgg;
import org.atelier.features.vgg.Pooling;
import org.atelier.features.vgg.Vgg;
import org.atelier.features.vgg.VggOptions;
import org.atelier.model.PublishedWeights;
import org.atelier.perception.FeatureArchitecture;

/**
 * The feature networks of this module by their names, and which of them a file of weights belongs
 * to.
 */
public final class Architectures {
  /** The name of the network whose weights are bundled. */
  public static final String BUNDLED = "mobilenet";

  private static final int VGG_WIDTH = 64;
  private static final Map<String, FeatureArchitecture> ALL = all();

  private Architectures() {}

  private static Map<String, FeatureArchitecture> all() {
    VggOptions vgg19 = VggOptions.defaults();
    VggOptions vgg16 = vgg19.withDepth(VggOptions.Depth.VGG16);
    var all = new LinkedHashMap<String, FeatureArchitecture>();
    all.put(BUNDLED, BundledMobileNetV2.architecture());
    all.put("vgg16", Vgg.architecture(vgg16));
    all.put("vgg16_bn", Vgg.architecture(vgg16.withBatchNorm(true)));
    all.put("vgg19", Vgg.architecture(vgg19));
    all.put("vgg19_bn", Vgg.architecture(vgg19.withBatchNorm(true)));
    all.put("vgg_normalised", NormalisedVgg.architecture());
    all.put("vgg_compressed", CompressedVgg.encoder(CompressedVgg.LEVELS));
    all.put("squeezenet1_1", SqueezeNet.architecture());
    all.put("alexnet", AlexNet.architecture());
    all.put("inception_v3", InceptionV3.architecture());
    all.put("fid-inception", InceptionV3.ofFid());
    all.put("resnet50", ResNet50.architecture());
    all.put("mobilenet_v2", MobileNetV2.architecture());
    return Collections.unmodifiableMap(all);
  }

  /** Returns all networks by name, which is torchvision's where it has the network. */
  public static Map<String, FeatureArchitecture> byName() {
    return ALL;
  }

  /**
   * Returns the architecture of the network to which weights belong, by the names and shapes of
   * their tensors; of a narrow VGG or SqueezeNet of other classes, that of its sizes.
   *
   * @return empty if it is none of these networks
   */
  public static Optional<FeatureArchitecture> of(PublishedWeights weights) {
    return of(weights.shapes(SIGNS));
  }

  /** As {@link #of(PublishedWeights)}, of VGG with another pooling and another first border. */
  public static Optional<FeatureArchitecture> of(
      PublishedWeights weights, Pooling pooling, boolean replicateBorder) {
    Map<String, Shape> shapes = weights.shapes(SIGNS);
    return vgg(shapes)
        .map(vgg -> vgg.withPooling(pooling).withReplicateBorder(replicateBorder))
        .map(Vgg::architecture)
        .or(() -> of(shapes));
  }

  /** Names of parameters that tell the networks apart; a network is found by them in its file. */
  private static final Set<String> SIGNS =
      new LinkedHashSet<>(
          List.of(
              "features.0.weight",
              "features.2.weight",
              "features.3.weight",
              "features.28.weight",
              "features.40.weight",
              "features.3.squeeze.weight",
              "features.0.0.weight",
              "features.1.conv.0.0.weight",
              "Conv2d_1a_3x3.conv.weight",
              "conv1.weight",
              "layer3.5.conv3.weight",
              "conv0.weight",
              "conv11.weight",
              "block00.project.weight",
              "0.weight",
              "2.weight"));

  private static Optional<FeatureArchitecture> of(Map<String, Shape> shapes) {
    Shape first = shapes.getOrDefault("features.0.weight", new Shape());
    if (shapes.containsKey("features.3.squeeze.weight")) {
      return Optional.of(SqueezeNet.architecture(rows(shapes, "classifier.1.weight", 1000)));
    } else if (first.equals(new Shape(64, 3, 11, 11))) {
      return Optional.of(AlexNet.architecture());
    } else if (shapes.containsKey("features.1.conv.0.0.weight")) {
      return Optional.of(MobileNetV2.architecture());
    } else if (shapes.containsKey("Conv2d_1a_3x3.conv.weight")) {
      return Optional.of(
          rows(shapes, "fc.weight", 1000) == 1008
              ? InceptionV3.ofFid()
              : InceptionV3.architecture());
    } else if (shapes.containsKey("layer3.5.conv3.weight")
        && !shapes.containsKey("layer3.6.conv3.weight")) {
      return Optional.of(ResNet50.architecture());
    } else if (shapes.containsKey("block00.project.weight")) {
      return Optional.of(BundledMobileNetV2.architecture());
    } else if (shapes.containsKey("conv0.weight") && shapes.containsKey("conv11.weight")) {
      int level = CompressedVgg.LEVELS;
      while (level > 1 && !shapes.containsKey("conv" + level + "1.weight")) {
        level--;
      }
      return Optional.of(CompressedVgg.encoder(level));
    } else if (new Shape(3, 3, 1, 1).equals(shapes.get("0.weight"))
        && shapes.containsKey("2.weight")) {
      return divisor(rows(shapes, "2.weight", 0)).map(NormalisedVgg::architecture);
    }
    return vgg(shapes).map(Vgg::architecture);
  }

  private static Optional<VggOptions> vgg(Map<String, Shape> shapes) {
    Shape first = shapes.getOrDefault("features.0.weight", new Shape());
    boolean vgg = first.dimension() == 4 && first.get(1) == 3 && first.get(2) == 3;
    if (!vgg || shapes.containsKey("features.3.squeeze.weight")) {
      return Optional.empty();
    }
    boolean norm = shapes.containsKey("features.1.running_mean");
    boolean deep = shapes.containsKey(norm ? "features.49.weight" : "features.34.weight");
    var sizes = new ArrayList<Integer>();
    for (int i = 0; shapes.containsKey("classifier." + i + ".weight"); i += 3) {
      sizes.add(rows(shapes, "classifier." + i + ".weight", 0));
    }
    return divisor(Math.toIntExact(first.get(0)))
        .map(
            divisor ->
                VggOptions.defaults()
                    .withDepth(deep ? VggOptions.Depth.VGG19 : VggOptions.Depth.VGG16)
                    .withBatchNorm(norm)
                    .withDivisor(divisor)
                    .withClassifier(sizes));
  }

  private static Optional<Integer> divisor(int width) {
    return width > 0 && VGG_WIDTH % width == 0 ? Optional.of(VGG_WIDTH / width) : Optional.empty();
  }

  private static int rows(Map<String, Shape> shapes, String name, int otherwise) {
    Shape shape = shapes.get(name);
    return shape == null || shape.dimension() == 0 || shape.get(0) < 1 || shape.get(0) > 1 << 20
        ? otherwise
        : Math.toIntExact(shape.get(0));
  }
}
