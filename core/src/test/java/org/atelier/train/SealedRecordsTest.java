package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import java.util.List;
import org.atelier.model.Attributes;
import org.atelier.model.ClassLabels;
import org.atelier.model.Condition;
import org.atelier.model.Numbers;
import org.atelier.model.SpatialMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Options that hold one of a closed set of records come back from JSON as they were. */
class SealedRecordsTest {
  record Options(int size, @Nullable Condition<?> condition) {}

  @Test
  void every_kind_comes_back_as_it_was() {
    for (Condition<?> condition :
        List.of(
            new ClassLabels(7),
            Attributes.of("a", "b"),
            Numbers.of(new Numbers.Range("x", -1.5, 2)),
            new SpatialMap(3, 4, 5))) {
      var options = new Options(3, condition);
      String json = Checkpoint.GSON.toJson(options);
      assertThat(Checkpoint.GSON.fromJson(json, Options.class)).isEqualTo(options);
    }
    assertThat(Checkpoint.GSON.toJsonTree(new Options(3, new ClassLabels(7))))
        .hasToString("{\"size\":3,\"condition\":{\"kind\":\"ClassLabels\",\"classes\":7}}");
    var nothing = new Options(3, null);
    assertThat(Checkpoint.GSON.fromJson(Checkpoint.GSON.toJson(nothing), Options.class))
        .isEqualTo(nothing);
  }

  @Test
  void nothing_but_the_permitted_records_is_made() {
    for (String condition :
        List.of("{\"kind\": \"java.io.File\"}", "{\"classes\": 7}", "7", "{\"kind\": null}")) {
      assertThatThrownBy(
              () -> Checkpoint.GSON.fromJson("{\"condition\": " + condition + "}", Options.class))
          .isInstanceOf(JsonParseException.class)
          .hasMessageContaining(
              "expected a kind out of [ClassLabels, Attributes, Numbers, SpatialMap]");
    }
    String impossible = "{\"condition\": {\"kind\": \"ClassLabels\", \"classes\": 0}}";
    assertThatThrownBy(() -> Checkpoint.GSON.fromJson(impossible, Options.class))
        .hasStackTraceContaining("classes must be at least 1, but was 0");
  }
}
