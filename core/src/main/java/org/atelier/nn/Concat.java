package org.atelier.nn;

import static java.util.stream.Collectors.joining;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.nn.internal.Checks;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * Concatenates several inputs (N, C₁, …), (N, C₂, …), … along the channel axis to (N, C₁ + C₂ + …,
 * …), such as a picture and its conditioning input, or latents and an embedding.
 */
public final class Concat extends Layer {
  private Concat() {}

  /** Creates a concatenation along the second axis: channels or features. */
  public static Concat channels() {
    return new Concat();
  }

  @Override
  protected Values write(Script script, Values in) {
    return write(script, in.all());
  }

  static Value write(Script script, List<Value> parts) {
    Value first = parts.get(0);
    long channels = 0;
    for (Value part : parts) {
      channels += Checks.channels(part.shape());
      if (!sized(part, 1).equals(sized(first, 1))) {
        throw new IllegalArgumentException(
            "expected shapes that differ in channels only, but got "
                + first.shape()
                + " and "
                + part.shape());
      }
    }
    if (parts.size() == 1) {
      return first;
    }
    Value[] alike = script.alike(parts.toArray(Value[]::new)).all().toArray(Value[]::new);
    String list =
        IntStream.range(0, alike.length).mapToObj(i -> "{" + i + "}").collect(joining(", "));
    String expression = "torch.cat([" + list + "], 1)";
    // libtorch's result is channels last only if all parts are.
    return Arrays.stream(alike).allMatch(Value::formatted) || first.shape().dimension() != 4
        ? script.fresh(sized(first, channels), expression, (Object[]) alike)
        : script.contiguous(sized(first, channels), expression, (Object[]) alike);
  }

  private static Shape sized(Value value, long channels) {
    long[] sizes = value.shape().getShape().clone();
    sizes[1] = channels;
    return new Shape(sizes);
  }
}
