-- Areas with all that they lie in, the widest first.  In: country text, codes text[]
WITH RECURSIVE up AS (
    SELECT a.code AS start, a.code, a.parent_code, a.level, a.name, a.name_en, 0 AS height
      FROM countries_area AS a WHERE a.country = %(country)s AND a.code = ANY (%(codes)s::text[])
     UNION ALL
    SELECT up.start, a.code, a.parent_code, a.level, a.name, a.name_en, up.height + 1
      FROM up JOIN countries_area AS a ON a.country = %(country)s AND a.code = up.parent_code)
SELECT start, code, level, name, name_en FROM up ORDER BY start, height DESC
