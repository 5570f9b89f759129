package dev.airelay.server.http;

import dev.airelay.store.frame.Order;
import dev.airelay.store.frame.Page;
import dev.airelay.store.frame.PageRequest;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's list object, and the query parameters of a page. */
public final class ListObject {

    private static final String ASCENDING = "asc";
    private static final String DESCENDING = "desc";

    private ListObject() {}

    /** Reads {@code after}, {@code limit} and {@code order}; newest first by default. */
    public static PageRequest page(QueryParameters query, int maxLimit, int defaultLimit) {
        int limit = (int) query.wholeNumber("limit", 1, maxLimit, defaultLimit);
        String order = query.text("order").orElse(DESCENDING);
        return new PageRequest(
                query.text("after").orElse(null),
                limit,
                switch (order.toLowerCase(Locale.ROOT)) {
                    case ASCENDING -> Order.ASCENDING;
                    case DESCENDING -> Order.DESCENDING;
                    default -> throw QueryParameters.invalid("order", order, ASCENDING + " or " + DESCENDING);
                });
    }

    /** Returns a page. The ids of an empty page are empty strings, because SDKs reject null. */
    public static <T> ObjectNode of(Page<T> page, Function<T, String> id, Function<T, JsonNode> render) {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode entries = list.putArray("data");
        page.elements().forEach(element -> entries.add(render.apply(element)));
        int last = page.elements().size() - 1;
        return list.put("first_id", last < 0 ? "" : id.apply(page.elements().get(0)))
                .put("last_id", last < 0 ? "" : id.apply(page.elements().get(last)))
                .put("has_more", page.hasMore());
    }
}
