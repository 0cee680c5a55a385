"""What was proposed and what was resolved stays as it was; a measure goes on, and a resolution can be looked up better.

Examples are never changed either, but can be deleted as a whole (0002).
"""

from django.db import migrations

FORWARD = """
-- Where it stands moves on, by reports and resolutions; what is to be done never changes.
CREATE FUNCTION concept_keep_proposed_measure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' OR (TG_OP = 'DELETE' AND OLD.is_example) THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR NEW.state = 'draft' OR (to_jsonb(OLD) - 'state') <> (to_jsonb(NEW) - 'state') THEN
        RAISE EXCEPTION 'This measure is proposed: give it up and make a new one.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_proposed BEFORE UPDATE OR DELETE ON concept_measure
FOR EACH ROW EXECUTE FUNCTION concept_keep_proposed_measure();

-- So do the findings that it follows from. FOR SHARE: whoever proposes it at this moment is waited for.
CREATE FUNCTION concept_measure_is_kept(wanted bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT coalesce((SELECT state <> 'draft' FROM concept_measure WHERE id = wanted FOR SHARE), false)
$$;
CREATE FUNCTION concept_keep_findings_of_measure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM concept_measure WHERE id = OLD.measure_id AND is_example) THEN
        RETURN OLD;
    END IF;
    IF (TG_OP <> 'INSERT' AND concept_measure_is_kept(OLD.measure_id))
        OR (TG_OP <> 'DELETE' AND concept_measure_is_kept(NEW.measure_id)) THEN
        RAISE EXCEPTION 'This measure is proposed: give it up and make a new one.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_proposed BEFORE INSERT OR UPDATE OR DELETE ON concept_measure_findings
FOR EACH ROW EXECUTE FUNCTION concept_keep_findings_of_measure();

-- An address moves, a source is found later, and the minutes come weeks later: they fill in what is blank, once.
CREATE FUNCTION concept_keep_resolution() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.is_example THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'DELETE' OR EXISTS (
        SELECT FROM jsonb_each(to_jsonb(OLD)) AS was
        WHERE was.value IS DISTINCT FROM to_jsonb(NEW) -> was.key AND was.key NOT IN ('web', 'source')
            AND NOT (was.key IN ('reference', 'agenda_item_number', 'resolution_text') AND was.value = '""')) THEN
        RAISE EXCEPTION 'A resolution stays as it was made.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_resolution BEFORE UPDATE OR DELETE ON concept_resolution
FOR EACH ROW EXECUTE FUNCTION concept_keep_resolution();

-- What it decided on is written after it, and then stays.
CREATE FUNCTION concept_keep_measures_of_resolution() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM concept_resolution WHERE id = OLD.resolution_id AND is_example) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'A resolution stays as it was made.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER keep_resolution BEFORE UPDATE OR DELETE ON concept_resolution_measures
FOR EACH ROW EXECUTE FUNCTION concept_keep_measures_of_resolution();
"""
BACKWARD = """
DROP TRIGGER keep_proposed ON concept_measure;
DROP TRIGGER keep_proposed ON concept_measure_findings;
DROP TRIGGER keep_resolution ON concept_resolution;
DROP TRIGGER keep_resolution ON concept_resolution_measures;
DROP FUNCTION concept_keep_proposed_measure, concept_keep_findings_of_measure, concept_measure_is_kept;
DROP FUNCTION concept_keep_resolution, concept_keep_measures_of_resolution;
"""


class Migration(migrations.Migration):
    dependencies = [("concept", "0004_chapter_of_duties")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
