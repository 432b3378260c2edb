package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClassMapTest {
  private static final Picture MAP = new Picture(1, 1, 3, new float[] {byteOf(2), byteOf(0), -1});

  private static float byteOf(int value) {
    return value / 127.5f - 1;
  }

  @Test
  void one_hot_planes_are_one_where_a_pixel_is_of_the_class() {
    Picture planes = ClassMap.oneHot(MAP, 3);

    assertThat(planes)
        .isEqualTo(new Picture(3, 1, 3, new float[] {-1, 1, 1, -1, -1, -1, 1, -1, -1}));
  }

  @Test
  void a_class_beyond_the_last_is_refused() {
    assertThat(ClassMap.largestClass(MAP)).isEqualTo(2);
    assertThatThrownBy(() -> ClassMap.oneHot(MAP, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is 2: expected classes from 0 to 1");
  }

  @Test
  void the_class_is_the_grey_byte_itself() {
    var all = new float[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = byteOf(i);
    }
    Picture planes = ClassMap.oneHot(new Picture(1, 16, 16, all), 256);

    for (int i = 0; i < 256; i++) {
      assertThat(planes.values()[i * 256 + i]).isEqualTo(1);
    }
  }
}
