package org.atelier.features.inception;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.nn.Concat;
import org.atelier.nn.Layer;
import org.atelier.nn.Pool2d;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * An Inception block: parallel branches whose outputs are concatenated along the channels. Layers
 * are named as in torchvision. The layer of a branch that pools first is given by the network,
 * since two versions differ in it.
 */
final class InceptionBlock extends Layer {
  private final Map<String, Layer> layers = new LinkedHashMap<>();

  /** A branch: optional pooling, the names of sequential layers, then those of parallel layers. */
  private record Branch(List<Layer> pool, List<String> names, List<String> ends) {}

  private final List<Branch> branches = new ArrayList<>();

  private InceptionBlock() {}

  private InceptionBlock with(String name, InceptionConvolution layer) {
    layers.put(name, child(name, layer));
    return this;
  }

  private InceptionBlock branch(String... names) {
    branches.add(new Branch(List.of(), List.of(names), List.of()));
    return this;
  }

  private InceptionBlock forked(List<String> names, String first, String second) {
    branches.add(new Branch(List.of(), names, List.of(first, second)));
    return this;
  }

  private InceptionBlock pooled(Layer pool, String... names) {
    branches.add(new Branch(List.of(pool), List.of(names), List.of()));
    return this;
  }

  /** Creates a block of 35×35 to 35×35, with this many channels after the pooling. */
  static InceptionBlock a(int pooled, Layer pool) {
    return new InceptionBlock()
        .with("branch1x1", point(64))
        .with("branch5x5_1", point(48))
        .with("branch5x5_2", InceptionConvolution.same(64, 5, 5))
        .with("branch3x3dbl_1", point(64))
        .with("branch3x3dbl_2", InceptionConvolution.same(96, 3, 3))
        .with("branch3x3dbl_3", InceptionConvolution.same(96, 3, 3))
        .with("branch_pool", point(pooled))
        .branch("branch1x1")
        .branch("branch5x5_1", "branch5x5_2")
        .branch("branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3")
        .pooled(pool, "branch_pool");
  }

  /** Creates a block of 35×35 to 17×17. */
  static InceptionBlock b() {
    return new InceptionBlock()
        .with("branch3x3", InceptionConvolution.valid(384, 3, 2))
        .with("branch3x3dbl_1", point(64))
        .with("branch3x3dbl_2", InceptionConvolution.same(96, 3, 3))
        .with("branch3x3dbl_3", InceptionConvolution.valid(96, 3, 2))
        .branch("branch3x3")
        .branch("branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3")
        .pooled(halving());
  }

  /** Creates a block of 17×17 to 17×17 with this many inner channels. */
  static InceptionBlock c(int inner, Layer pool) {
    return new InceptionBlock()
        .with("branch1x1", point(192))
        .with("branch7x7_1", point(inner))
        .with("branch7x7_2", InceptionConvolution.same(inner, 1, 7))
        .with("branch7x7_3", InceptionConvolution.same(192, 7, 1))
        .with("branch7x7dbl_1", point(inner))
        .with("branch7x7dbl_2", InceptionConvolution.same(inner, 7, 1))
        .with("branch7x7dbl_3", InceptionConvolution.same(inner, 1, 7))
        .with("branch7x7dbl_4", InceptionConvolution.same(inner, 7, 1))
        .with("branch7x7dbl_5", InceptionConvolution.same(192, 1, 7))
        .with("branch_pool", point(192))
        .branch("branch1x1")
        .branch("branch7x7_1", "branch7x7_2", "branch7x7_3")
        .branch(
            "branch7x7dbl_1",
            "branch7x7dbl_2",
            "branch7x7dbl_3",
            "branch7x7dbl_4",
            "branch7x7dbl_5")
        .pooled(pool, "branch_pool");
  }

  /** Creates a block of 17×17 to 8×8. */
  static InceptionBlock d() {
    return new InceptionBlock()
        .with("branch3x3_1", point(192))
        .with("branch3x3_2", InceptionConvolution.valid(320, 3, 2))
        .with("branch7x7x3_1", point(192))
        .with("branch7x7x3_2", InceptionConvolution.same(192, 1, 7))
        .with("branch7x7x3_3", InceptionConvolution.same(192, 7, 1))
        .with("branch7x7x3_4", InceptionConvolution.valid(192, 3, 2))
        .branch("branch3x3_1", "branch3x3_2")
        .branch("branch7x7x3_1", "branch7x7x3_2", "branch7x7x3_3", "branch7x7x3_4")
        .pooled(halving());
  }

  /** Creates a block of 8×8 to 8×8. */
  static InceptionBlock e(Layer pool) {
    return new InceptionBlock()
        .with("branch1x1", point(320))
        .with("branch3x3_1", point(384))
        .with("branch3x3_2a", InceptionConvolution.same(384, 1, 3))
        .with("branch3x3_2b", InceptionConvolution.same(384, 3, 1))
        .with("branch3x3dbl_1", point(448))
        .with("branch3x3dbl_2", InceptionConvolution.same(384, 3, 3))
        .with("branch3x3dbl_3a", InceptionConvolution.same(384, 1, 3))
        .with("branch3x3dbl_3b", InceptionConvolution.same(384, 3, 1))
        .with("branch_pool", point(192))
        .branch("branch1x1")
        .forked(List.of("branch3x3_1"), "branch3x3_2a", "branch3x3_2b")
        .forked(List.of("branch3x3dbl_1", "branch3x3dbl_2"), "branch3x3dbl_3a", "branch3x3dbl_3b")
        .pooled(pool, "branch_pool");
  }

  private static InceptionConvolution point(int filters) {
    return InceptionConvolution.valid(filters, 1, 1);
  }

  /** Creates max pooling of 3×3 with stride 2. */
  static Layer halving() {
    return Pool2d.max(3).withStride(2);
  }

  @Override
  protected Values write(Script script, Values in) {
    List<Value> parts = new ArrayList<>();
    for (Branch branch : branches) {
      Values x = in;
      for (Layer pool : branch.pool()) {
        x = script.call("pool", pool, x);
      }
      for (String name : branch.names()) {
        x = script.call(name, layers.get(name), x);
      }
      if (branch.ends().isEmpty()) {
        parts.add(x.only());
      }
      for (String name : branch.ends()) {
        parts.add(script.call(name, layers.get(name), x).only());
      }
    }
    return script.call("", Concat.channels(), Values.of(parts));
  }
}
