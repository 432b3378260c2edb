package org.atelier.features;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * The variant of Inception v3 (Szegedy et al., arXiv:1512.00567) with which FID was published, with
 * the key names of torchvision and pytorch-fid: maps pictures (N, 3, 299, 299) in about [-1, 1] to
 * the pooled features (N, 2048) and the logits (N, 1008), without bias as in the Inception Score.
 */
final class InceptionV3 extends Layer {
  static final int SIZE = 299;
  static final int FEATURES = 2048;
  static final int CLASSES = 1008;

  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Layer classifier = child("fc", Linear.of(CLASSES).withoutBias());

  InceptionV3() {
    add("Conv2d_1a_3x3", InceptionConvolution.valid(32, 3, 2));
    add("Conv2d_2a_3x3", InceptionConvolution.valid(32, 3, 1));
    add("Conv2d_2b_3x3", InceptionConvolution.same(64, 3, 3));
    layers.put("maxpool1", InceptionBlock.halving());
    add("Conv2d_3b_1x1", InceptionConvolution.valid(80, 1, 1));
    add("Conv2d_4a_3x3", InceptionConvolution.valid(192, 3, 1));
    layers.put("maxpool2", InceptionBlock.halving());
    add("Mixed_5b", InceptionBlock.a(32));
    add("Mixed_5c", InceptionBlock.a(64));
    add("Mixed_5d", InceptionBlock.a(64));
    add("Mixed_6a", InceptionBlock.b());
    add("Mixed_6b", InceptionBlock.c(128));
    add("Mixed_6c", InceptionBlock.c(160));
    add("Mixed_6d", InceptionBlock.c(160));
    add("Mixed_6e", InceptionBlock.c(192));
    add("Mixed_7a", InceptionBlock.d());
    add("Mixed_7b", InceptionBlock.e(false));
    add("Mixed_7c", InceptionBlock.e(true));
  }

  private void add(String name, Layer layer) {
    layers.put(name, child(name, layer));
  }

  @Override
  protected Values write(Script script, Values in) {
    Values x = in;
    for (var entry : layers.entrySet()) {
      x = script.call(entry.getKey(), entry.getValue(), x);
    }
    Value map = x.only();
    Value pooled =
        script.line(
            new Shape(map.size(0), FEATURES), "torch.mean({0}, [2, 3], False, dtype=None)", map);
    Value logits = script.call("fc", classifier, pooled).only();
    return Values.of(pooled, logits);
  }
}
