package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;

/** Our layers for the calls of PyTorch that golden cases of operators name. */
final class ReferenceLayers {
  private static final String NUMBER = "(-?[\\d.]+(?:e-?\\d+)?)";

  private ReferenceLayers() {}

  /** A layer as a case writes it down, as in {@code "GroupNorm(2, c)"}, for arrays of a shape. */
  static Layer of(String call, Shape input) {
    String name = call.replaceFirst("^BasicSR ", "").replaceFirst("[( ].*", "");
    int channels = (int) input.get(1);
    return switch (name) {
      case "BatchNorm2d" ->
          BatchNorm2d.of()
              .withEpsilon(named(call, "eps", 1e-5))
              .withMomentum(named(call, "momentum", 0.1));
      case "InstanceNorm2d" -> instanceNorm(call);
      case "GroupNorm" ->
          GroupNorm.of(
                  call.contains("(c, c") ? channels : (int) positional(call).get(0).longValue())
              .withEpsilon(named(call, "eps", 1e-5));
      case "LayerNorm" -> LayerNorm.of();
      case "Conv2d", "ConvTranspose2d", "Linear" -> weighted(name, call);
      case "pixel_shuffle" -> PixelShuffle.of(whole(call));
      case "pixel_unshuffle" -> PixelUnshuffle.of(whole(call));
      case "ReflectionPad2d" -> pad(call, Pad.reflection(0), Pad.reflection(side(call)));
      case "ReplicationPad2d" -> pad(call, Pad.replication(0), Pad.replication(side(call)));
      case "circular" -> pad(call, Pad.circular(0), Pad.circular(side(call)));
      case "zero" -> pad(call, Pad.zero(0), Pad.zero(side(call)));
      case "MaxPool2d" -> pool(call, Pool2d.max(whole(call)));
      case "AvgPool2d" -> pool(call, Pool2d.average(whole(call)));
      case "AdaptiveAvgPool2d" -> {
        List<Double> size = positional(call);
        yield AdaptiveAveragePool2d.of(size.get(0).intValue(), size.get(1).intValue());
      }
      case "interpolate" -> interpolate(call, input);
      default -> throw new AssertionError("No layer of ours is known for " + call);
    };
  }

  /** A convolution that a case describes by its arguments; {@code transposed} or not. */
  static Layer convolution(JsonObject arguments, int filters, boolean transposed) {
    int kernel = arguments.get("k").getAsInt();
    int padding = argument(arguments, "padding", 0);
    if (transposed) {
      return ConvTranspose2d.of(filters, kernel)
          .withStride(argument(arguments, "stride", 1))
          .withPadding(padding)
          .withOutputPadding(argument(arguments, "output_padding", 0))
          .withDilation(argument(arguments, "dilation", 1))
          .withGroups(argument(arguments, "groups", 1));
    }
    boolean reflecting =
        arguments.has("padding_mode")
            && arguments.get("padding_mode").getAsString().equals("reflect");
    Conv2d convolution =
        Conv2d.of(filters, kernel)
            .withStride(argument(arguments, "stride", 1))
            .withPadding(reflecting ? 0 : padding)
            .withDilation(argument(arguments, "dilation", 1))
            .withGroups(argument(arguments, "groups", 1));
    return reflecting ? new Reflected(convolution, padding) : convolution;
  }

  private static int argument(JsonObject arguments, String name, int otherwise) {
    return arguments.has(name) ? arguments.get(name).getAsInt() : otherwise;
  }

  /** A reflecting convolution under a convolution's parameter names. */
  private static final class Reflected extends Layer {
    private final Layer convolution;
    private final Layer pad;

    Reflected(Conv2d convolution, int padding) {
      this.convolution = child("", convolution);
      pad = Pad.reflection(padding);
    }

    @Override
    protected Values write(Script script, Values in) {
      return script.call("", convolution, script.call("", pad, in));
    }
  }

  private static Layer instanceNorm(String call) {
    InstanceNorm2d norm = InstanceNorm2d.of();
    if (call.contains("affine")) {
      norm = norm.withAffine();
    }
    return call.contains("track_running_stats") ? norm.withRunningStatistics() : norm;
  }

  /** {@code (in, out, kernel, stride, padding)}, perhaps with {@code padding n} and no bias. */
  private static Layer weighted(String name, String call) {
    List<Double> numbers = positional(call);
    int out = numbers.get(1).intValue();
    if (name.equals("Linear")) {
      return Linear.of(out);
    }
    int kernel = numbers.get(2).intValue();
    int stride = numbers.size() > 3 ? numbers.get(3).intValue() : 1;
    int padding = numbers.size() > 4 ? numbers.get(4).intValue() : (int) named(call, "padding", 0);
    boolean biased = !call.contains("no bias");
    if (name.equals("Conv2d")) {
      Conv2d convolution = Conv2d.of(out, kernel).withStride(stride).withPadding(padding);
      return biased ? convolution : convolution.withoutBias();
    }
    ConvTranspose2d convolution =
        ConvTranspose2d.of(out, kernel).withStride(stride).withPadding(padding);
    return biased ? convolution : convolution.withoutBias();
  }

  private static Layer pad(String call, Pad none, Pad alike) {
    return call.contains("left")
        ? none.withSides(
            (int) named(call, "left", 0),
            (int) named(call, "right", 0),
            (int) named(call, "top", 0),
            (int) named(call, "bottom", 0))
        : alike;
  }

  /** The padding of all sides, where it is one. */
  private static int side(String call) {
    return call.contains("left") ? 0 : whole(call);
  }

  private static Layer pool(String call, Pool2d pool) {
    List<Double> numbers = positional(call);
    double stride = numbers.size() > 1 ? numbers.get(1) : named(call, "stride", whole(call));
    Pool2d layer = pool.withStride((int) stride).withPadding((int) named(call, "padding", 0));
    if (call.contains("ceil_mode=True")) {
      layer = layer.roundingUp();
    }
    return call.contains("count_include_pad=False") ? layer.ignoringPadding() : layer;
  }

  private static Layer interpolate(String call, Shape input) {
    double scale = named(call, "scale_factor", 1);
    Matcher size = Pattern.compile("size=\\[(\\d+), (\\d+)]").matcher(call);
    boolean sized = size.find();
    int height = sized ? Integer.parseInt(size.group(1)) : (int) (input.get(2) * scale);
    int width = sized ? Integer.parseInt(size.group(2)) : (int) (input.get(3) * scale);
    if (call.contains("mode=area")) {
      return AdaptiveAveragePool2d.of(height, width);
    }
    Upsample layer;
    if (call.contains("mode=nearest")) {
      layer = Upsample.nearest((int) scale);
    } else {
      layer = call.contains("mode=bilinear") ? Upsample.bilinear(scale) : Upsample.bicubic(scale);
    }
    if (sized) {
      layer = layer.toSize(height, width);
    }
    if (call.contains("align_corners=True")) {
      layer = layer.withAlignedCorners();
    }
    return call.contains("antialias=True") ? layer.withAntialias() : layer;
  }

  /** The number after a name, as in {@code eps=0.8} and {@code padding 1}. */
  private static double named(String call, String name, double otherwise) {
    Matcher found = Pattern.compile("\\b" + name + "[= ]" + NUMBER).matcher(call);
    return found.find() ? Double.parseDouble(found.group(1)) : otherwise;
  }

  /** The only number, or the first. */
  private static int whole(String call) {
    Matcher found = Pattern.compile("[( =]" + NUMBER).matcher(call);
    if (!found.find()) {
      throw new AssertionError("Expected a number in " + call);
    }
    return (int) Double.parseDouble(found.group(1));
  }

  /** The arguments in the first brackets that are numbers without a name, up to the first other. */
  private static List<Double> positional(String call) {
    String inside = call.replaceFirst("^[^(]*\\(+", "").replaceFirst("\\).*", "");
    var numbers = new ArrayList<Double>();
    for (String argument : Arrays.stream(inside.split(",")).map(String::strip).toList()) {
      if (!argument.matches(NUMBER)) {
        break;
      }
      numbers.add(Double.parseDouble(argument));
    }
    return numbers;
  }
}
