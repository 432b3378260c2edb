package org.atelier.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  @Test
  void numbers_count_as_numbers() {
    List<String> ordered =
        List.of(
            "",
            "0",
            "1",
            "7.png",
            "10.png",
            "b",
            "frame",
            "frame-",
            "frame2",
            "frame10",
            "frame10.png",
            "frame010a.png",
            "frame10b.png",
            "frame99999999999999999999",
            "frame100000000000000000000",
            "x1y2",
            "x1y10",
            "x02",
            "x2",
            "x٣");
    var sorted = new ArrayList<>(ordered);
    Collections.shuffle(sorted, new Random(3));

    sorted.sort(NaturalOrder.INSTANCE);

    assertThat(sorted).containsExactlyElementsOf(ordered);
  }

  @Test
  void order_is_total() {
    var random = new Random(5);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      var name = new StringBuilder();
      for (int j = random.nextInt(5); j > 0; j--) {
        name.append("0019a-".charAt(random.nextInt(6)));
      }
      names.add(name.toString());
    }
    for (String a : names) {
      for (String b : names) {
        int order = NaturalOrder.INSTANCE.compare(a, b);
        assertThat(Integer.signum(order))
            .isEqualTo(-Integer.signum(NaturalOrder.INSTANCE.compare(b, a)));
        assertThat(order == 0).isEqualTo(a.equals(b));
        for (String c : names) {
          if (order < 0 && NaturalOrder.INSTANCE.compare(b, c) < 0) {
            assertThat(NaturalOrder.INSTANCE.compare(a, c)).as(a + " " + b + " " + c).isNegative();
          }
        }
      }
    }
  }
}
