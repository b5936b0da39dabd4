import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.File;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNMessage;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNResult;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.internal.io.ResourceFactory;

/**
 * Drools reads a DMN file and, for each line of findings, prints the rows that fire.
 *
 * A line holds findings with tabs between: s:name=word, n:name=number, 0:name= for null.
 * On standard error: what the engine complains of, and last the milliseconds for each line.
 */
public class Fired {
    public static void main(String[] arguments) throws Exception {
        DMNRuntime engine = DMNRuntimeBuilder.fromDefaults().buildConfiguration()
            .fromResources(List.of(ResourceFactory.newFileResource(new File(arguments[0]))))
            .getOrElseThrow(RuntimeException::new);
        DMNModel model = engine.getModels().get(0);
        complain(model.getMessages());
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        long count = 0, spent = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine(), count++) {
            DMNContext findings = read(engine.newContext(), line);
            long began = System.nanoTime();
            DMNResult result = engine.evaluateAll(model, findings);
            spent += System.nanoTime() - began;
            complain(result.getMessages());
            List<?> rows = (List<?>) result.getDecisionResultByName("rows_that_fire").getResult();
            out.println(rows.stream().map(Object::toString).collect(Collectors.joining(",")));
        }
        out.flush();
        System.err.println("ms " + spent / 1e6 / Math.max(1, count));
    }

    private static DMNContext read(DMNContext findings, String line) {
        for (String part : line.split("\t")) {
            int equals = part.indexOf('=');
            String name = part.substring(2, equals), value = part.substring(equals + 1);
            findings.set(name, switch (part.charAt(0)) {
                case 's' -> value;
                case 'n' -> new BigDecimal(value);
                default -> null;
            });
        }
        return findings;
    }

    private static void complain(List<DMNMessage> messages) {
        messages.stream().filter(it -> it.getSeverity() == DMNMessage.Severity.ERROR)
            .forEach(it -> System.err.println("error " + it.getText()));
    }
}
