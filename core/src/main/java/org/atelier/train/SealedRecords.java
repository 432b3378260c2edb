package org.atelier.train;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets options hold one of a closed set of records: where a component's type is a sealed interface,
 * the JSON says which record it is by its simple name, as "kind". Nothing but what the interface
 * permits is ever made.
 */
final class SealedRecords implements TypeAdapterFactory {
  private static final String KIND = "kind";

  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    Class<?>[] permitted = type.getRawType().getPermittedSubclasses();
    if (permitted == null || !Arrays.stream(permitted).allMatch(Class::isRecord)) {
      return null;
    }
    var kinds = new LinkedHashMap<String, Class<?>>();
    for (Class<?> kind : permitted) {
      kinds.put(kind.getSimpleName(), kind);
    }
    return new Adapter<T>(gson, gson.getAdapter(JsonElement.class), kinds).nullSafe();
  }

  private static final class Adapter<T> extends TypeAdapter<T> {
    private final Gson gson;
    private final TypeAdapter<JsonElement> elements;
    private final Map<String, Class<?>> kinds;

    Adapter(Gson gson, TypeAdapter<JsonElement> elements, Map<String, Class<?>> kinds) {
      this.gson = gson;
      this.elements = elements;
      this.kinds = kinds;
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      var named = new JsonObject();
      named.addProperty(KIND, value.getClass().getSimpleName());
      gson.toJsonTree(value).getAsJsonObject().asMap().forEach(named::add);
      elements.write(out, named);
    }

    @Override
    @SuppressWarnings("unchecked") // The interface permits these classes alone.
    public T read(JsonReader in) throws IOException {
      JsonElement json = JsonParser.parseReader(in);
      JsonElement kind = json.isJsonObject() ? json.getAsJsonObject().get(KIND) : null;
      Class<?> type = kind == null || kind.isJsonNull() ? null : kinds.get(kind.getAsString());
      if (type == null) {
        throw new JsonParseException(
            "expected a kind out of %s, but got %s".formatted(kinds.keySet(), kind));
      }
      return (T) gson.fromJson(json, type);
    }
  }
}
