package org.atelier.nn.script;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeModule;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

/** The list of operators that scripts may use in bfloat16. */
class Bfloat16Test {
  private static final Shape PICTURES = new Shape(2, 4, 8, 8);

  @Test
  void every_operator_on_the_list_computes_in_bfloat16_forward_and_backward() {
    String w = "torch.to(torch.ones([4, 4, 1, 1]), 15)";
    var calls = new LinkedHashMap<String, String>();
    calls.put("conv2d", "torch.conv2d(x, " + w + ")");
    calls.put("conv_transpose2d", "torch.conv_transpose2d(x, " + w + ")");
    calls.put("linear", "torch.linear(x, torch.to(torch.ones([3, 8]), 15))");
    calls.put("matmul", "torch.matmul(x, x)");
    calls.put("batch_norm", "torch.batch_norm(x, None, None, None, None, True, 0.1, 1e-5, False)");
    calls.put(
        "instance_norm", "torch.instance_norm(x, None, None, None, None, True, 0.1, 1e-5, False)");
    for (String name : List.of("relu", "elu", "silu", "gelu", "softplus", "tanh", "sigmoid")) {
      calls.put(name, "torch." + name + "(x)");
    }
    calls.put("hardtanh", "torch.hardtanh(x, 0., 6.)");
    calls.put("leaky_relu", "torch.leaky_relu(x, 0.2)");
    calls.put("prelu", "torch.prelu(x, torch.to(torch.ones([1]), 15))");
    calls.put("dropout", "torch.dropout(x, 0.5, True)");
    calls.put("feature_dropout", "torch.feature_dropout(x, 0.5, True)");
    calls.put("rand_like", "torch.rand_like(x) * x");
    calls.put("ge", "torch.ge(x, 0.) * x");
    calls.put("pad", "torch.pad(x, [1, 1, 1, 1], \"reflect\")");
    calls.put("upsample_nearest2d", "torch.upsample_nearest2d(x, None, [2.0, 2.0])");
    calls.put("upsample_bilinear2d", "torch.upsample_bilinear2d(x, None, False, [2.0, 2.0])");
    calls.put("pixel_shuffle", "torch.pixel_shuffle(x, 2)");
    calls.put("pixel_unshuffle", "torch.pixel_unshuffle(x, 2)");
    calls.put("max_pool2d", "torch.max_pool2d(x, [2, 2])");
    calls.put("avg_pool2d", "torch.avg_pool2d(x, [2, 2])");
    calls.put("adaptive_avg_pool2d", "torch.adaptive_avg_pool2d(x, [3, 2])");
    for (String name : List.of("mean", "sum", "amax")) {
      calls.put(name, "torch." + name + "(x, [2, 3])");
    }
    calls.put("flatten", "torch.flatten(x, 1)");
    calls.put("contiguous", "torch.contiguous(x, memory_format=0)");
    String columns = "torch.im2col(x, [2, 2], [1, 1], [0, 0], [1, 1])";
    calls.put("im2col", columns);
    calls.put("col2im", "torch.col2im(" + columns + ", [8, 8], [2, 2], [1, 1], [0, 0], [1, 1])");
    calls.put("reshape", "torch.reshape(x, [-1])");
    calls.put("view_as", "torch.view_as(torch.flatten(x, 1), x)");
    calls.put("permute", "torch.permute(x, [0, 2, 3, 1])");
    calls.put("cat", "torch.cat([x, x], 1)");
    for (String name : List.of("add", "sub", "mul")) {
      calls.put(name, "torch." + name + "(x, torch.neg(x))");
    }
    calls.put("neg", "torch.neg(x)");
    assertThat(calls.keySet()).containsExactlyInAnyOrderElementsOf(Bfloat16.OPERATORS);
    try (var manager = NDManager.newBaseManager()) {
      float[] values = CounterRandom.of(1).gaussians((int) PICTURES.size());
      calls.forEach(
          (name, call) -> {
            String body =
                "    x = torch.contiguous(torch.to(x0, 15), memory_format=2)\n"
                    + "    y = %s\n    return torch.sum(torch.mul(torch.to(y, 6), 0.5))\n";
            try (var module = NativeModule.compile("x0: Tensor", "Tensor", body.formatted(call))) {
              NDArray x = manager.create(values, PICTURES);
              x.setRequiresGradient(true);
              NDArray sum = module.call(new NDList(x), true).singletonOrThrow();
              assertThat(
                      Gradients.of(sum, List.of(x)).singletonOrThrow().isNaN().any().getBoolean())
                  .as(name)
                  .isFalse();
            }
          });
    }
  }
}
