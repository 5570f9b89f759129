package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Converts the upstream's web search to the blocks of Anthropic's server tool. */
final class SearchBlocks {

    private static final String TYPE = "type";
    private static final String ACTION = "action";
    private static final String QUERY = "query";

    private SearchBlocks() {}

    /** Returns whether a web search item is a search; others open a page or search a text in one. */
    static boolean isSearch(ObjectNode item) {
        String action = Json.text(item.path(ACTION), TYPE);
        return action.isEmpty() || action.equals("search");
    }

    /** Returns whether the search failed. */
    static boolean failed(ObjectNode item) {
        return Json.text(item, "status").equals("failed");
    }

    /** Returns the use of the tool. */
    static ObjectNode use(String id, ObjectNode item) {
        String query = Json.text(item.path(ACTION), QUERY);
        if (query.isEmpty()) {
            query = item.path(ACTION).path("queries").path(0).stringValue("");
        }
        ObjectNode use =
                Json.object().put(TYPE, "server_tool_use").put("id", id).put("name", "web_search");
        use.putObject("input").put(QUERY, query);
        use.putObject("caller").put(TYPE, "direct");
        return use;
    }

    /** Returns the pages that the upstream names as the sources of the search. */
    static ArrayNode results(ObjectNode item) {
        ArrayNode results = Json.array();
        for (JsonNode source : item.path(ACTION).path("sources")) {
            String url = Json.text(source, "url");
            if (!url.isEmpty()) {
                results.add(result(url, Json.text(source, "title")));
            }
        }
        return results;
    }

    /** Returns one page; its host replaces an unknown title. */
    static ObjectNode result(String url, String title) {
        return Json.object()
                .put(TYPE, "web_search_result")
                .put("url", url)
                .put("title", title.isEmpty() ? host(url) : title)
                .put("encrypted_content", "")
                .putNull("page_age");
    }

    private static String host(String url) {
        try {
            String host = new URI(url).getHost();
            return host == null ? url : host;
        } catch (URISyntaxException unusual) {
            return url;
        }
    }

    /** Returns the result of the tool. */
    static ObjectNode found(String id, ArrayNode results) {
        ObjectNode result = result(id);
        result.set("content", results);
        return result;
    }

    /** Returns the result of a search that failed. */
    static ObjectNode failure(String id) {
        ObjectNode result = result(id);
        result.putObject("content").put(TYPE, "web_search_tool_result_error").put("error_code", "unavailable");
        return result;
    }

    private static ObjectNode result(String id) {
        ObjectNode result = Json.object().put(TYPE, "web_search_tool_result").put("tool_use_id", id);
        result.putObject("caller").put(TYPE, "direct");
        return result;
    }
}
