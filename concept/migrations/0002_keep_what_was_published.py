"""What was published stays as it was published; the log is added to only; no measure stands without a finding.

Examples promise nothing to anybody: they are never changed either, but can be deleted as a whole.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION concept_keep_published_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.is_example THEN
        RETURN OLD;
    END IF;
    -- Who published it is forgotten when the account is deleted.
    IF OLD.state = 'published' AND (TG_OP = 'DELETE'
        OR (to_jsonb(OLD) - 'published_by_id') <> (to_jsonb(NEW) - 'published_by_id')) THEN
        RAISE EXCEPTION 'This release is published: make a new one.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON concept_release
FOR EACH ROW EXECUTE FUNCTION concept_keep_published_release();

-- FOR SHARE: whoever publishes it at this moment is waited for.
CREATE FUNCTION concept_release_is_published(wanted bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT coalesce((SELECT state = 'published' FROM concept_release WHERE id = wanted FOR SHARE), false)
$$;
CREATE FUNCTION concept_keep_published_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM concept_release WHERE id = OLD.release_id AND is_example) THEN
        RETURN OLD;
    END IF;
    IF (TG_OP <> 'INSERT' AND concept_release_is_published(OLD.release_id))
        OR (TG_OP <> 'DELETE' AND concept_release_is_published(NEW.release_id)) THEN
        RAISE EXCEPTION 'This release is published: make a new one.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_published BEFORE INSERT OR UPDATE OR DELETE ON concept_matchcell
FOR EACH ROW EXECUTE FUNCTION concept_keep_published_number();
CREATE TRIGGER keep_published BEFORE INSERT OR UPDATE OR DELETE ON concept_figure
FOR EACH ROW EXECUTE FUNCTION concept_keep_published_number();
CREATE TRIGGER keep_published BEFORE INSERT OR UPDATE OR DELETE ON concept_release_waves
FOR EACH ROW EXECUTE FUNCTION concept_keep_published_number();

-- A published finding can be withdrawn, with a reason; its sentence and its numbers never change.
CREATE FUNCTION concept_keep_published_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' OR (TG_OP = 'DELETE' AND OLD.is_example) THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR NEW.state = 'draft'
        OR (to_jsonb(OLD) - 'state' - 'withdrawn_reason') <> (to_jsonb(NEW) - 'state' - 'withdrawn_reason') THEN
        RAISE EXCEPTION 'This finding is published: withdraw it and make a new one.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON concept_finding
FOR EACH ROW EXECUTE FUNCTION concept_keep_published_finding();

-- So do its topics, its planning areas and what it rests on: statements are counted while it is still a draft.
-- FOR SHARE: whoever publishes it at this moment is waited for.
CREATE FUNCTION concept_finding_is_kept(wanted bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT coalesce((SELECT state <> 'draft' FROM concept_finding WHERE id = wanted FOR SHARE), false)
$$;
CREATE FUNCTION concept_keep_part_of_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A topic that is taken out of use goes from it; which one it was stands in the log.
    IF TG_OP = 'DELETE' AND (TG_TABLE_NAME = 'concept_finding_topics'
        OR EXISTS (SELECT FROM concept_finding WHERE id = OLD.finding_id AND is_example)) THEN
        RETURN OLD;
    END IF;
    IF (TG_OP <> 'INSERT' AND concept_finding_is_kept(OLD.finding_id))
        OR (TG_OP <> 'DELETE' AND concept_finding_is_kept(NEW.finding_id)) THEN
        RAISE EXCEPTION 'This finding is published: withdraw it and make a new one.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_published BEFORE INSERT OR UPDATE OR DELETE ON concept_evidence
FOR EACH ROW EXECUTE FUNCTION concept_keep_part_of_finding();
CREATE TRIGGER keep_published BEFORE INSERT OR UPDATE OR DELETE ON concept_finding_topics
FOR EACH ROW EXECUTE FUNCTION concept_keep_part_of_finding();
CREATE TRIGGER keep_published BEFORE INSERT OR UPDATE OR DELETE ON concept_finding_planning_areas
FOR EACH ROW EXECUTE FUNCTION concept_keep_part_of_finding();

-- A dissenting vote can be added at any time; then it stays. Who entered it is forgotten with the account.
CREATE FUNCTION concept_keep_dissent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND (EXISTS (SELECT FROM concept_finding WHERE id = OLD.finding_id AND is_example)
        OR EXISTS (SELECT FROM concept_measure WHERE id = OLD.measure_id AND is_example)) THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'DELETE' OR (to_jsonb(OLD) - 'entered_by_id') <> (to_jsonb(NEW) - 'entered_by_id') THEN
        RAISE EXCEPTION 'A dissenting vote stays as it is.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_dissent BEFORE UPDATE OR DELETE ON concept_dissent
FOR EACH ROW EXECUTE FUNCTION concept_keep_dissent();

CREATE FUNCTION concept_keep_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'concept_statusreport' THEN
        IF EXISTS (SELECT FROM concept_measure WHERE id = OLD.measure_id AND is_example) THEN
            RETURN OLD;
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        -- At the end of the chain only: a real line is chained to all before it.
        IF OLD.is_example AND NOT EXISTS (
            SELECT FROM concept_logline WHERE position > OLD.position AND NOT is_example) THEN
            RETURN OLD;
        END IF;
    END IF;
    -- Who wrote it is forgotten when the account is deleted.
    IF TG_OP = 'DELETE' OR (to_jsonb(OLD) - 'by_id') <> (to_jsonb(NEW) - 'by_id') THEN
        RAISE EXCEPTION 'This is only ever added to.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON concept_logline
FOR EACH ROW EXECUTE FUNCTION concept_keep_line();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON concept_statusreport
FOR EACH ROW EXECUTE FUNCTION concept_keep_line();

-- At the commit, since the findings of a new measure are written after it.
CREATE FUNCTION concept_measure_has_finding() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted bigint;
BEGIN
    IF TG_TABLE_NAME = 'concept_measure' THEN wanted := NEW.id; ELSE wanted := OLD.measure_id; END IF;
    IF EXISTS (SELECT FROM concept_measure WHERE id = wanted)
        AND NOT EXISTS (SELECT FROM concept_measure_findings WHERE measure_id = wanted) THEN
        RAISE EXCEPTION 'No measure without a finding.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER measure_has_finding AFTER INSERT OR UPDATE ON concept_measure
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION concept_measure_has_finding();
CREATE CONSTRAINT TRIGGER measure_has_finding AFTER UPDATE OR DELETE ON concept_measure_findings
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION concept_measure_has_finding();
"""
BACKWARD = """
DROP TRIGGER keep_published ON concept_release;
DROP TRIGGER keep_published ON concept_matchcell;
DROP TRIGGER keep_published ON concept_figure;
DROP TRIGGER keep_published ON concept_release_waves;
DROP TRIGGER keep_published ON concept_finding;
DROP TRIGGER keep_published ON concept_evidence;
DROP TRIGGER keep_published ON concept_finding_topics;
DROP TRIGGER keep_published ON concept_finding_planning_areas;
DROP TRIGGER keep_dissent ON concept_dissent;
DROP TRIGGER only_added_to ON concept_logline;
DROP TRIGGER only_added_to ON concept_statusreport;
DROP TRIGGER measure_has_finding ON concept_measure;
DROP TRIGGER measure_has_finding ON concept_measure_findings;
DROP FUNCTION concept_keep_published_release, concept_keep_published_number, concept_release_is_published;
DROP FUNCTION concept_keep_published_finding, concept_keep_line, concept_measure_has_finding;
DROP FUNCTION concept_finding_is_kept, concept_keep_part_of_finding, concept_keep_dissent;
"""


class Migration(migrations.Migration):
    dependencies = [("concept", "0001_the_concept")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
