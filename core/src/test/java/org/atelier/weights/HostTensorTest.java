package org.atelier.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostTensorTest {
  @Test
  void should_give_the_logical_order_of_a_channels_last_array() {
    try (NDManager manager = NDManager.newBaseManager()) {
      // NHWC in memory, looked at as NCHW: what a channels-last array is.
      NDArray channelsLast = manager.arange(24f).reshape(1, 2, 4, 3).transpose(0, 3, 1, 2);

      HostTensor tensor = HostTensor.of(channelsLast);

      assertThat(tensor.shape()).isEqualTo(new Shape(1, 3, 2, 4));
      assertThat(tensor.toFloats())
          .startsWith(0, 3, 6, 9, 12, 15, 18, 21, 1, 4)
          .isEqualTo(channelsLast.duplicate().reshape(24).toFloatArray());
    }
  }

  @Test
  void should_leave_nothing_behind_in_the_manager() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray strided = manager.arange(24f).reshape(4, 6).transpose();
      int before = manager.getManagedArrays().size();

      HostTensor.of(strided);

      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT16", "FLOAT32", "FLOAT64", "INT8", "INT32", "INT64", "UINT8", "BOOLEAN"})
  void should_survive_the_way_through_the_engine(DataType type) {
    var bytes = ByteBuffer.allocate(6 * type.getNumOfBytes());
    for (int i = 0; i < bytes.capacity(); i++) {
      bytes.put(i, (byte) (type == DataType.BOOLEAN ? i % 2 : 7 * i));
    }
    var tensor = new HostTensor(type, new Shape(3, 2), bytes);

    try (NDManager manager = NDManager.newBaseManager()) {
      assertThat(HostTensor.of(tensor.toArray(manager))).isEqualTo(tensor);
    }
  }

  @Test
  void should_carry_scalars_and_empty_tensors_through_the_engine() {
    try (NDManager manager = NDManager.newBaseManager()) {
      var scalar = HostTensor.of(new Shape(), 2.5f);
      var empty = HostTensor.of(new Shape(2, 0, 3));

      assertThat(HostTensor.of(scalar.toArray(manager))).isEqualTo(scalar);
      assertThat(HostTensor.of(empty.toArray(manager))).isEqualTo(empty);
    }
  }

  @Test
  void should_widen_what_the_engine_has_no_array_for() {
    var bfloat16 = new HostTensor(DataType.BFLOAT16, new Shape(2), shorts(0x3fc0, 0xc000));
    var int16 = new HostTensor(DataType.INT16, new Shape(2), shorts(513, -2));

    try (NDManager manager = NDManager.newBaseManager()) {
      assertThat(bfloat16.toArray(manager).toFloatArray()).containsExactly(1.5f, -2f);
      assertThat(int16.toArray(manager).toIntArray()).containsExactly(513, -2);
    }
  }

  @Test
  void should_not_share_memory_with_its_arrays() {
    var direct = ByteBuffer.allocateDirect(8).order(ByteOrder.LITTLE_ENDIAN);
    var tensor = new HostTensor(DataType.FLOAT32, new Shape(2), direct.putFloat(0, 1f));

    try (NDManager manager = NDManager.newBaseManager()) {
      tensor.toArray(manager).addi(5f);
    }

    assertThat(tensor.toFloats()).containsExactly(1f, 0f);
    assertThatThrownBy(() -> tensor.data().put(0, (byte) 1))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void should_decode_half_precision_exactly() {
    var halves =
        new HostTensor(
            DataType.FLOAT16,
            new Shape(7),
            shorts(0x3c00, 0xc000, 0x0001, 0x8000, 0x7bff, 0x7c00, 0x3555));

    assertThat(halves.toFloats())
        .containsExactly(1f, -2f, 0x1p-24f, -0f, 65504f, Float.POSITIVE_INFINITY, 0.333251953125f);
  }

  @Test
  void should_say_how_many_bytes_a_shape_needs() {
    assertThatThrownBy(
            () -> new HostTensor(DataType.INT64, new Shape(2, 3), ByteBuffer.allocate(40)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("48")
        .hasMessageContaining("40");
    assertThatThrownBy(
            () ->
                new HostTensor(
                    DataType.INT8, new Shape(1L << 40, 1L << 40), ByteBuffer.allocate(0)))
        .hasMessageContaining("Too large");
  }

  private static ByteBuffer shorts(int... values) {
    var bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return bytes.flip();
  }
}
