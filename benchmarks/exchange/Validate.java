import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/** HAPI, the reference validator, reads a FHIR R4 resource and prints what is wrong with it, a line each. */
public class Validate {
    public static void main(String[] arguments) throws Exception {
        FhirContext r4 = FhirContext.forR4();
        ValidationSupportChain known = new ValidationSupportChain(
            new DefaultProfileValidationSupport(r4),
            new InMemoryTerminologyServerValidationSupport(r4),
            new CommonCodeSystemsTerminologyService(r4));
        FhirValidator validator = r4.newValidator();
        validator.registerValidatorModule(new FhirInstanceValidator(known));
        ValidationResult result = validator.validateWithResult(Files.readString(Path.of(arguments[0])));
        for (SingleValidationMessage it : result.getMessages()) {
            System.out.println(it.getSeverity() + " " + it.getLocationString() + " " + it.getMessage());
        }
        System.exit(result.isSuccessful() ? 0 : 1);
    }
}
