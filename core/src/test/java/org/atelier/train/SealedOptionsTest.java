package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedOptionsTest {
  sealed interface Choice permits Wide, Deep {}

  record Wide(int units) implements Choice {}

  record Deep(int layers, Choice last) implements Choice {
    Deep {
      if (layers < 1) {
        throw new IllegalArgumentException("layers must be at least 1, but was " + layers);
      }
    }
  }

  record Options(String name, Choice choice) {}

  @Test
  void one_of_a_closed_set_comes_back_as_it_was() {
    var options = new Options("x", new Deep(3, new Wide(5)));
    JsonObject json = Checkpoints.json(options);
    assertThat(json.getAsJsonObject("choice").toString())
        .isEqualTo("{\"type\":\"Deep\",\"layers\":3,\"last\":{\"type\":\"Wide\",\"units\":5}}");
    assertThat(Checkpoint.GSON.fromJson(json, Options.class)).isEqualTo(options);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"Other\"}",
        "{\"units\":5}",
        "5",
        "{\"type\":\"org.atelier.train.SealedOptionsTest$Wide\",\"units\":5}"
      })
  void what_the_set_has_not_is_refused(String choice) {
    String json = "{\"name\":\"x\",\"choice\":" + choice + "}";
    assertThatThrownBy(() -> Checkpoint.GSON.fromJson(json, Options.class))
        .isInstanceOf(JsonParseException.class)
        .hasMessageContaining("expected as the type of Choice one of [Wide, Deep], but got ");
  }

  @Test
  void a_records_own_check_is_heard() {
    String json = "{\"name\":\"x\",\"choice\":{\"type\":\"Deep\",\"layers\":0}}";
    assertThatThrownBy(() -> Checkpoint.GSON.fromJson(json, Options.class))
        .hasRootCauseMessage("layers must be at least 1, but was 0");
  }
}
