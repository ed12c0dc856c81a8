package dev.flamestream.agent.scrape;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Turns a whole answer into a pprof file, as raw as may be.
 *
 * <p>A pprof file is gzip itself as a rule, and a server or proxy may gzip it once more for the transfer and say so with
 * {@code Content-Encoding}. One layer is left on: a gzipped pprof is a pprof, whichever of the two put it there.
 */
final class AnswerReader {
    private AnswerReader() {}

    static Scraped read(ResponseHeaders answer, byte[] body, ScrapePoint point) {
        String encoding =
                answer.get(HttpHeaderNames.CONTENT_ENCODING, "identity").toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "identity" -> checked(answer, body);
            case "gzip", "x-gzip" -> withoutSecondGzip(answer, body, point);
            default ->
                new Scraped.Failed(ScrapeFailure.NOT_PPROF, "expected no content-encoding or gzip, found " + encoding);
        };
    }

    private static Scraped withoutSecondGzip(ResponseHeaders answer, byte[] body, ScrapePoint point) {
        if (!PprofCheck.isGzip(body)) {
            return checked(answer, body);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] start = in.readNBytes(2);
            if (!PprofCheck.isGzip(start)) {
                return checked(answer, body);
            }
        } catch (IOException e) {
            return new Scraped.Failed(ScrapeFailure.NOT_PPROF, "expected gzip, found broken gzip: " + e.getMessage());
        }
        int limit = Math.toIntExact(point.bodySizeLimitBytes());
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] inner = in.readNBytes(limit);
            return in.read() < 0 ? checked(answer, inner) : ProfileFetcher.tooLarge(point, "more inside gzip");
        } catch (IOException e) {
            return new Scraped.Failed(ScrapeFailure.NOT_PPROF, "expected gzip, found broken gzip: " + e.getMessage());
        }
    }

    private static Scraped checked(ResponseHeaders answer, byte[] pprof) {
        String type = answer.get(HttpHeaderNames.CONTENT_TYPE, "");
        String suffix = type.isEmpty() ? "" : ", content-type " + type;
        return PprofCheck.problem(pprof)
                .<Scraped>map(problem -> new Scraped.Failed(ScrapeFailure.NOT_PPROF, problem + suffix))
                .orElseGet(() -> new Scraped.Profile(pprof));
    }
}
