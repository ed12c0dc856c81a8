package dev.flamestream.query.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ServerCacheControl;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.EncodingService;
import com.linecorp.armeria.server.file.FileService;
import java.util.function.Function;

/**
 * The web page, served from the class path folder {@code ui}.
 *
 * <p>Files under {@code assets/} carry a hash of their content in their names, so that browsers may keep them for good; all
 * others, the index first, are asked for again each time, and answered with 304 where nothing has changed.
 */
final class WebPage {
    private static final String FOLDER = "ui";

    /** The page is a handful of files: all of it stays in memory. */
    private static final int MAX_CACHED_FILES = 64;

    /** No file of the page is larger. */
    private static final int MAX_CACHED_FILE_BYTES = 4 << 20;

    private WebPage() {}

    static void addTo(ServerBuilder server, ClassLoader classes) {
        Function<? super HttpService, EncodingService> gzip = EncodingService.builder()
                .encoderFactories(Gzip.encoder())
                .encodableContentTypes(
                        MediaType.ANY_TEXT_TYPE, MediaType.JAVASCRIPT_UTF_8, MediaType.JSON, MediaType.SVG_UTF_8)
                .newDecorator();
        HttpService assets = files(classes, FOLDER + "/assets", ServerCacheControl.IMMUTABLE);
        HttpService others = files(classes, FOLDER, ServerCacheControl.REVALIDATED);
        server.service(get("/assets/"), assets.decorate(gzip));
        server.service(get("/"), others.decorate(gzip));
    }

    private static Route get(String prefix) {
        return Route.builder()
                .pathPrefix(prefix)
                .methods(HttpMethod.GET, HttpMethod.HEAD)
                .build();
    }

    private static HttpService files(ClassLoader classes, String folder, ServerCacheControl cacheControl) {
        return FileService.builder(classes, folder)
                .maxCacheEntries(MAX_CACHED_FILES)
                .maxCacheEntrySizeBytes(MAX_CACHED_FILE_BYTES)
                .cacheControl(cacheControl)
                .addHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .build()
                .orElse((context, request) -> ErrorBodies.response(
                        ConnectCode.NOT_FOUND, request.method() + " " + context.path() + ": nothing here"));
    }
}
